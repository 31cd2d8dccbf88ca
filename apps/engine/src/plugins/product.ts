import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY } from '../config/variables.js';

/** What a plugin's `product` range is held against. */
export const PRODUCT_VERSION = (
  JSON.parse(readFileSync(join(REPOSITORY, 'package.json'), 'utf8')) as { version: string }
).version;
