import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { predicate, type Condition } from '@sojourn/rules';
import { openMysql, openSqlite, type Person, type Store } from './stores.js';
import { NOW, scene } from './worlds.js';

/** `SOJOURN_RULES_CASES=20000` looks harder; `SOJOURN_RULES_SEED` repeats a run. */
const CASES = Number(process.env['SOJOURN_RULES_CASES'] ?? 600);
const PER_SCENE = 20;
const seed = Number(process.env['SOJOURN_RULES_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
const url = process.env['SOJOURN_TEST_MYSQL_URL'];
if (!url) console.info('skipped: conditions on MariaDB/MySQL, because SOJOURN_TEST_MYSQL_URL is not set');

function evaluated(conditions: readonly Condition[], people: readonly Person[]): number[][] {
  return conditions.map((item) => {
    const holds = predicate(item);
    const found = people.filter(({ attributes, tags, events }) =>
      holds({
        now: NOW,
        contact: { attributes, tags: new Set(tags) },
        history: (type) => events.filter((event) => event.type === type),
      }),
    );
    return found.map(({ id }) => id);
  });
}

const databases: readonly { name: string; open(): Store | Promise<Store>; skip: boolean }[] = [
  { name: 'SQLite', open: openSqlite, skip: false },
  { name: 'MariaDB/MySQL', open: () => openMysql(url!), skip: !url },
  { name: 'MariaDB/MySQL, prepared', open: () => openMysql(url!, true), skip: !url },
];

describe.each(databases)('both readings of a condition agree on $name', ({ open, skip }) => {
  let store: Store;
  beforeAll(async () => {
    if (!skip) store = await open();
  });
  afterAll(async () => {
    if (!skip) await store.close();
  });

  it.skipIf(skip)(`for ${CASES} random conditions (seed ${seed})`, { timeout: 30_000 + CASES * 60 }, async () => {
    await fc.assert(
      fc.asyncProperty(scene(PER_SCENE), async ({ conditions, people }) => {
        await store.load(people);
        const wanted = evaluated(conditions, people);
        const got = await store.find(conditions, NOW);
        conditions.forEach((item, i) =>
          expect({ condition: item, found: got[i] }).toEqual({ condition: item, found: wanted[i] }),
        );
      }),
      { seed, numRuns: Math.ceil(CASES / PER_SCENE) },
    );
  });
});
