import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { PRODUCT_VERSION } from './product.js';

it('is the version of the whole product', () => {
  const root = JSON.parse(readFileSync(new URL('../../../../package.json', import.meta.url), 'utf8')) as object;
  expect(root).toMatchObject({ version: PRODUCT_VERSION });
});
