import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';

/**
 * How this process is called among the workers: a name that says where it runs, and letters of its own for each start, because
 * what an earlier process of the same name still writes must be told apart from what this one writes.
 */
export function workerIdentity(name: string | undefined): string {
  const where = (name ?? hostname()).replaceAll(/[^\w.-]/g, '-').slice(0, 40);
  return `${where}-${randomBytes(4).toString('hex')}`;
}
