import { VERBS } from '../plugin/verbs.js';
import type { Command } from './command.js';
import { verbsCommand } from './verbs-command.js';

export const pluginCommand: Command = {
  name: 'plugin',
  summary: 'write, test, sign and publish plugins',
  ...verbsCommand(VERBS),
};
