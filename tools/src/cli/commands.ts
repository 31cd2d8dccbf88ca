import type { Command } from './command.js';
import { config } from './config.js';
import { pluginCommand } from './plugin.js';
import { replayCommand } from './replay.js';
import { sandboxCommand } from './sandbox.js';
import { signIn } from './sign-in.js';
import { validateCommand } from './validate.js';

export const COMMANDS: readonly Command[] = [
  replayCommand,
  validateCommand,
  pluginCommand,
  sandboxCommand,
  signIn,
  config,
];
