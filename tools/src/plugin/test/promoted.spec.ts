import { createSandbox } from '@sojourn/sandbox';
import { promoteScript } from '@sojourn/engine';
import type { Item } from '@sojourn/plugin-sdk/engine';
import type { JsonObject } from '@sojourn/kernel';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readProject } from '../project.js';
import { testPlugin } from './run-checks.js';

const sandbox = createSandbox({ processes: 1 });
let home: string;
beforeAll(async () => void (home = await mkdtemp(path.join(tmpdir(), 'sojourn-promoted-'))));
afterAll(async () => {
  await sandbox.close();
  await rm(home, { recursive: true, force: true });
});

const run = async (job: Parameters<typeof sandbox.run>[0]) => ({
  results: await sandbox.run(job),
  logs: [],
  ms: 0,
});
const AT = Date.UTC(2026, 10, 20, 9);
const arrived = (key: number, attributes: JsonObject, total?: number): Item => ({
  key,
  runId: key + 1,
  visit: 1,
  at: AT,
  arrivedAt: AT,
  timeZone: 'UTC',
  contact: { id: key + 1, email: `c${key}@example.test`, attributes, tags: key % 2 === 0 ? ['vip'] : [] },
  ...(total !== undefined && { entryEvent: { id: 1, type: 'Order Completed', occurredAt: AT, properties: { total } } }),
  variables: { coupon: { code: `A${key}` } },
  wake: { kind: 'arrived' },
  history: () => [],
  meets: () => false,
  sticky: () => 0,
});
const OUTCOMES = [
  { id: 'high', label: 'High' },
  { id: 'low', label: 'Low' },
];
const promoted = async (name: string, source: string, items: readonly Item[]): Promise<string> => {
  const config = { source, outcomes: OUTCOMES, timeoutMs: 250, memoryMb: 32, reads: undefined };
  const title = { en: 'Judge', 'zh-CN': '判断' };
  const folder = path.join(home, name);
  for (const [file, text] of await promoteScript({ publisher: 'acme', name, title, config }, items, { run })) {
    await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
    await writeFile(path.join(folder, file), text);
  }
  return folder;
};

/** Named by the dimension that the promoted package might lose. */
const SCRIPTS = {
  fields: `const spend = contact.attributes.spend ?? 0;
log('spend', spend);
if (typeof spend !== 'number') throw new Error('no number');
return { outcome: spend >= 1000 ? 'high' : 'low', set: { tier: 'gold' }, tags: { add: ['seen'] }, variables: { spend } };`,
  event: `const { total } = context.event.properties;
return { outcome: total > 5 ? 'high' : 'low', variables: { code: context.variables.coupon.code } };`,
  clock: `if (!context.event) throw new Error('none');
return { outcome: new Date().getUTCHours() > 8 && Date.now() === context.at && contact.tags.includes('vip') ? 'high' : 'low', set: { day: new Date().toISOString() } };`,
  whole: `log(contact);
contact.attributes.spend = 5;
return { outcome: contact.email && contact.tags.includes('vip') ? 'high' : contact.email ? 'low' : contact.nope.x };`,
} as const;

describe('a script that was promoted', () => {
  const items = [arrived(0, { spend: 2000 }, 9), arrived(1, { spend: 20 }, 1), arrived(2, {}, 0)];

  it.each(Object.entries(SCRIPTS))(
    'decides as it did on the canvas, whatever else is in its batch: %s',
    { timeout: 60_000 },
    async (name, source) => {
      const folder = await promoted(name, source, items);
      const { checks } = await testPlugin(await readProject(folder), sandbox);
      expect(checks.filter(({ status }) => status === 'failed')).toEqual([]);
      expect(checks.find(({ check }) => check === 'fixtures')).toMatchObject({ status: 'passed' });
    },
  );

  it('asks for no more than the script names', async () => {
    const folder = await promoted('named', SCRIPTS.fields, items);
    const manifest = JSON.parse(await readFile(path.join(folder, 'plugin.json'), 'utf8'));
    expect(manifest.nodes[0].data.reads).toEqual(['attributes.spend']);
    const fixtures = await readFile(path.join(folder, 'tests/fixtures/named.json'), 'utf8');
    expect(fixtures).not.toContain('example.test');
  });
});
