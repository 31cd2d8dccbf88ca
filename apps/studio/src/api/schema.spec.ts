import { readFileSync } from 'node:fs';
import openapi, { astToString } from 'openapi-typescript';
import { describe, expect, it } from 'vitest';

describe('the generated client', () => {
  it('is that of the OpenAPI document beside it (npm run generate -w @sojourn/studio)', async () => {
    const generated = astToString(await openapi(new URL('./openapi.json', import.meta.url)));
    const committed = readFileSync(new URL('./schema.ts', import.meta.url), 'utf8');
    // The whole text in a failure would bury the one line that helps.
    expect(
      bare(committed) === bare(generated),
      'schema.ts is older than openapi.json: npm run generate -w @sojourn/studio',
    ).toBe(true);
  });
});

/** Without the heading the command line adds, and whatever a formatter may do to space. */
function bare(source: string): string {
  return source.replace(/\/\*\*[^]*?Do not make direct changes[^]*?\*\//, '').replace(/[\s,;'"|]+/g, '');
}
