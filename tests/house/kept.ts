import { writeFileSync } from 'node:fs';
import { expect } from 'vitest';
import { inRoot, text } from './packages.js';

/** Holds the part of a page between `<!-- name:begin -->` and `<!-- name:end -->` equal to what the code says. */
export function keep(page: string, name: string, expected: string): void {
  const [begin, end] = [`<!-- ${name}:begin -->`, `<!-- ${name}:end -->`];
  const whole = text(page);
  const [from, to] = [whole.indexOf(begin) + begin.length, whole.indexOf(end)];
  expect(to, `${page} lacks ${end}`).toBeGreaterThan(from);
  if (process.env['SOJOURN_TEST_WRITE_DOCS'] === '1')
    writeFileSync(inRoot(page), `${whole.slice(0, from)}\n\n${expected.trim()}\n\n${whole.slice(to)}`);
  const shown = text(page);
  expect(lines(shown.slice(shown.indexOf(begin) + begin.length, shown.indexOf(end)))).toEqual(lines(expected));
}

/** Without the padding that Prettier gives to tables. */
function lines(table: string): string[] {
  return table
    .split('\n')
    .map((line) =>
      line
        .trim()
        .replaceAll(/\s*\|\s*/g, '|')
        .replaceAll(/-{3,}/g, '---'),
    ) // prettier-ignore
    .filter((line) => line !== '');
}
