import { isAbsolute, resolve } from 'node:path';
import { UserError } from '@sojourn/kernel';

export type DatabaseTarget =
  | { readonly kind: 'sqlite'; readonly path: string }
  | { readonly kind: 'mysql'; readonly url: string; readonly shown: string };

/** Reads a database URL. Throws UserError `storage.bad-url` that never repeats a password. */
export function parseDatabaseUrl(url: string, dataDir = '.'): DatabaseTarget {
  if (url.startsWith('sqlite:')) {
    const path = url.slice('sqlite:'.length).replace(/^\/\/(?=\/)/, '');
    if (path === '' || path === ':memory:') throw badUrl('A SQLite URL needs a file');
    return { kind: 'sqlite', path: isAbsolute(path) ? path : resolve(dataDir, path) };
  }
  if (!URL.canParse(url)) throw badUrl('The database URL cannot be read');
  const parsed = new URL(url);
  if (parsed.protocol !== 'mysql:' && parsed.protocol !== 'mariadb:')
    throw badUrl(`The database URL begins with "${parsed.protocol}", which is not supported`);
  if (parsed.pathname.length < 2) throw badUrl(`The database URL for ${parsed.host} names no database`);
  return {
    kind: 'mysql',
    url: `mysql:${url.slice(parsed.protocol.length)}`,
    shown: `${parsed.host}${parsed.pathname}`,
  };
}

const badUrl = (what: string): UserError =>
  new UserError(
    `${what}: use sqlite:/path/to/file.db, mysql://user:password@host:3306/name or mariadb://user:password@host:3306/name.`,
    {
      code: 'storage.bad-url',
    },
  );
