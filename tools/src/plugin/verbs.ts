import type { Command } from '../cli/command.js';
import { buildVerb } from './verbs/build.js';
import { createVerb } from './verbs/create.js';
import { testVerb } from './verbs/test.js';

/** In the order in which a developer needs them. */
export const VERBS: readonly Command[] = [createVerb, testVerb, buildVerb];
