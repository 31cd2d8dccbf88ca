import { format, resolveConfig } from 'prettier';
import { VERBS } from '@sojourn/tools';
import { describe, expect, it } from 'vitest';
import { contractReference } from './contract/reference.js';
import { keep } from './kept.js';
import { filesBelow, inRoot, text } from './packages.js';

const pages = [...filesBelow('docs'), ...filesBelow('plugins')].filter((file) => file.endsWith('.md'));

describe('docs/plugins/contract.md', () => {
  it('is made of the types and the schema; SOJOURN_TEST_WRITE_DOCS=1 writes it', async () => {
    const page = 'docs/plugins/contract.md';
    const options = await resolveConfig(inRoot(page));
    keep(page, 'reference', await format(contractReference(), { ...options, parser: 'markdown' }));
  });
});

describe.each(pages)('%s', (page) => {
  it('names verbs and options of "plugin" that exist', () => {
    const help = new Map(VERBS.map(({ name, help }) => [name, help]));
    const calls = [...text(page).matchAll(/(?:sojourn -- plugin|npx sojourn-plugin|`plugin) ([a-z-]+)([^\n`]*)/g)];
    const wrong = calls.flatMap(([call, verb = '', rest = '']) => {
      const known = help.get(verb);
      if (known === undefined) return [call];
      return [...rest.matchAll(/--[a-z-]+/g)].filter(([option]) => !known.includes(option)).map(() => call);
    });
    expect(wrong).toEqual([]);
  });
});

describe.each(['docs/plugins/first-node.md', 'docs/plugins/第一个节点.md'])('%s', (page) => {
  it('goes the way that tests/plugins/walk.spec.ts walks', () => {
    const walked = [...text('tests/plugins/walk.spec.ts').matchAll(/plugin\('([a-z]+)'/g)].map(([, verb]) => verb);
    const told = [...text(page).matchAll(/(?:sojourn -- plugin|npx sojourn-plugin|npm run) (?!-)([a-z]+)/g)].map(([, verb]) => (verb === 'release' ? 'publish' : verb)); // prettier-ignore
    expect(walked.filter((verb) => !told.includes(verb))).toEqual([]);
    const order = told.filter((verb) => walked.includes(verb));
    expect([...new Set(order)]).toEqual(walked);
  });
});
