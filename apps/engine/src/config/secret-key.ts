import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from './config.js';
import { folderFault, StartError } from './start-error.js';

/** The master key: from the environment, else from a file that only this user may read, made at the first start. */
export function secretKey(config: Pick<Config, 'secretKey' | 'dataDir'>): Buffer {
  if (config.secretKey) return config.secretKey;
  const file = join(config.dataDir, 'secret.key');
  try {
    // `wx` creates or fails: two engines that start together agree on one key.
    writeFileSync(file, randomBytes(32).toString('hex') + '\n', { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if ((error as { code?: string }).code !== 'EEXIST') throw folderFault(config.dataDir, error);
  }
  const text = readFileSync(file, 'utf8').trim();
  if (!/^[0-9a-f]{64}$/.test(text))
    throw new StartError(
      `${file} does not hold a key (64 hexadecimal digits). Restore it from a backup, or delete it and enter stored passwords again.`,
    );
  return Buffer.from(text, 'hex');
}
