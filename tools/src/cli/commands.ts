import type { Command } from './command.js';
import { config } from './config.js';
import { replayCommand } from './replay.js';
import { signIn } from './sign-in.js';
import { validateCommand } from './validate.js';

export const COMMANDS: readonly Command[] = [replayCommand, validateCommand, signIn, config];
