import { readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { pluginManifestSchema } from './plugin-manifest-schema.js';

const file = new URL('../../schema/plugin.schema.json', import.meta.url);

it('the published schema is the one that is checked; SOJOURN_TEST_WRITE_DOCS=1 writes it', () => {
  const text = `${JSON.stringify(pluginManifestSchema, null, 2)}\n`;
  if (process.env['SOJOURN_TEST_WRITE_DOCS'] === '1') writeFileSync(file, text);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(JSON.parse(text));
});
