import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { issueSignIn, readConfig, signInLink } from '@sojourn/engine';
import { systemClock, UserError } from '@sojourn/kernel';
import { openDatabase } from '@sojourn/storage';
import type { Command } from './command.js';

export const signIn: Command = {
  name: 'sign-in',
  summary: 'print a one-time link to sign in with',
  help: `Usage: npm run -s sojourn -- sign-in [EMAIL]

Prints a link that signs EMAIL in once, within 24 hours; earlier links of the same person are void.
Without EMAIL: the owner (SOJOURN_OWNER_EMAIL). Reads the same environment as npm start.`,

  async run(args) {
    const { positionals } = parseArgs({ args: [...args], allowPositionals: true });
    const config = readConfig(process.env);
    const file = /^sqlite:(.+)$/.exec(config.databaseUrl)?.[1];
    if (file !== undefined && !existsSync(resolve(config.dataDir, file))) {
      throw new UserError(
        `There is no database at ${file} yet. Run npm start once, or set SOJOURN_DATA_DIR as the engine has it.`,
        { code: 'cli.no-database' },
      );
    }
    const database = await openDatabase({ url: config.databaseUrl, dataDir: config.dataDir });
    try {
      const { token } = await issueSignIn(database, positionals[0] ?? config.ownerEmail, systemClock);
      process.stdout.write(`${signInLink(config.publicUrl ?? `http://127.0.0.1:${config.port}`, token)}\n`);
    } finally {
      await database.close();
    }
  },
};
