import type { FirstStart } from './accounts/first-start.js';
import { signInLink } from './accounts/sign-in.js';
import type { Config } from './config/config.js';
import { unknownVariables } from './config/config.js';
import { nameOf } from './config/start-error.js';

/** What the start prints: the address, how to sign in, where the data lies. */
export function greeting(config: Config, address: string | undefined, first: FirstStart): string {
  const misspelt = unknownVariables(process.env).map(
    (name) => `Ignored ${name}: there is no such variable. docs/configuration.md lists them.`,
  );
  if (address === undefined)
    return [...misspelt, `Sojourn worker is running on ${nameOf(config.databaseUrl)}.`].join('\n');
  const publicUrl = config.publicUrl ?? address;
  const signIn =
    first.token === undefined
      ? [`Sign in as ${first.owner.email} with your password. Forgotten? npm run -s sojourn -- sign-in`]
      : [
          `Sign in as ${first.owner.email}, once, within 24 hours: ${signInLink(publicUrl, first.token)}`,
          'Set a password there, or get another link with: npm run -s sojourn -- sign-in',
        ];
  return [...misspelt, `Sojourn is running at ${publicUrl}`, ...signIn, `Data: ${nameOf(config.databaseUrl)}`].join(
    '\n',
  );
}
