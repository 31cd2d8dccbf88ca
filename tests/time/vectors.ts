import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../../../shared/data/time/', import.meta.url));

/**
 * Public vectors that lie beside the repository on some machines and are never part of it.
 * Undefined, with one printed line, where they are not.
 */
export function vectors<T>(file: string): T | undefined {
  if (existsSync(folder + file)) return JSON.parse(readFileSync(folder + file, 'utf8')) as T;
  console.info(`skipped: ${file} is not at ../shared/data/time (public vectors, not part of the repository)`);
  return undefined;
}
