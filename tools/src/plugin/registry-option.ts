import { UserError } from '@sojourn/kernel';

/**
 * npm's words for another registry. Throws UserError `cli.bad-call` for what is no web address: npm would pass over it, and go to the
 * registry of its own settings.
 */
export function registryArgs(registry: string | undefined): readonly string[] {
  if (registry === undefined) return [];
  if (!/^https?:$/.test(URL.parse(registry)?.protocol ?? '')) {
    throw new UserError(`--registry is ${JSON.stringify(registry)}, which is no web address.`, {
      code: 'cli.bad-call',
    });
  }
  return ['--registry', registry];
}
