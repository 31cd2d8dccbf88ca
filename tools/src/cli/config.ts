import { configurationTable } from '@sojourn/engine';
import type { Command } from './command.js';

export const config: Command = {
  name: 'config',
  summary: 'print the table of environment variables',
  help: `Usage: npm run -s sojourn -- config

Prints every environment variable that the engine reads, as the table of docs/configuration.md.`,

  run: async () => void process.stdout.write(configurationTable()),
};
