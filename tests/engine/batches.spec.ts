import fc from 'fast-check';
import { seededRandom } from '@sojourn/kernel';
import type { Database } from '@sojourn/storage';
import { testDatabases } from '@sojourn/storage/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { audit } from './audit.js';
import {
  attribute,
  did,
  journey,
  not,
  openShop,
  payload,
  tagged,
  type Drawing,
  type Happening,
  type Shop,
} from './house.js';

/**
 * Random small journeys and random events, moved one at a time, a thousand at a time and in sizes thrown by dice: every
 * contact must live through the same, and nobody may be lost.
 */
const USERS = ['ana', 'bo', 'cy', 'di'];
const EVENTS = ['go', 'reply', 'order', 'visit'];
const event = fc.constantFrom(...EVENTS);
const condition = fc.constantFrom(
  tagged('a'),
  tagged('b'),
  not(tagged('a')),
  attribute('n', 1),
  did('order', 2),
  did('visit', 1, '2 hours'),
  not(did('reply')),
);
const span = fc.constantFrom('1 hour', '2 hours', '1 day');

/** One step of a journey, as what it adds to a drawing. */
const step = fc.oneof(
  { weight: 3, arbitrary: span.map((time) => (d: Drawing, id: string) => d.wait(id, time)) },
  {
    weight: 4,
    arbitrary: fc
      .tuple(fc.uniqueArray(event, { minLength: 1, maxLength: 2 }), fc.option(span), fc.option(span), fc.boolean())
      .map(([events, timeout, lookBack, filtered]) => (d: Drawing, id: string) => {
        const branches = events.map((name) => ({
          event: name,
          id: name,
          ...(filtered ? { filter: payload('n', 'eq', 1) } : {}),
        }));
        d.waitFor(id, branches, {
          ...(timeout ? { timeout } : {}),
          ...(lookBack ? { lookBack } : {}),
        });
        return timeout ? d.by(id, 'timeout') : d;
      }),
  },
  { weight: 2, arbitrary: fc.constantFrom('a', 'b').map((tag) => (d: Drawing, id: string) => d.tag(id, tag)) },
  {
    weight: 1,
    arbitrary: fc.constant((d: Drawing, id: string) => d.node(id, 'update-contact', { removeTags: ['a'] })),
  },
  { weight: 2, arbitrary: fc.constant((d: Drawing, id: string) => d.message(id, 'hi {{ contact.tags.size }}')) },
  { weight: 1, arbitrary: fc.constant((d: Drawing, id: string) => d.node(id, 'coupon', { pool: 'p' })) },
  {
    weight: 2,
    arbitrary: condition.map((when) => (d: Drawing, id: string) => {
      d.node(id, 'segment', { branches: [{ id: 'yes', label: 'Yes', condition: when as never }] });
      return d.by(id, 'yes');
    }),
  },
);

const drawing = fc.record({
  entry: fc.oneof(
    fc.record({ event, occurrence: fc.constantFrom('first' as const, 'every' as const), keyed: fc.boolean() }),
    condition.map((when) => ({ when })),
  ),
  again: fc.constantFrom(
    { mode: 'once' } as const,
    { mode: 'afterExit' } as const,
    { mode: 'always' } as const,
    { mode: 'atMostEvery', days: 1 } as const,
  ),
  exit: fc.option(fc.oneof(event, condition)),
  steps: fc.array(step, { minLength: 1, maxLength: 4 }),
  /** Draws a circle through a wait, when there is one. */
  circle: fc.boolean(),
});

const life = fc.array(
  fc.record({
    /** Hours since the moment before; many things happen at once. */
    after: fc.constantFrom(0, 0, 0, 1, 2, 24),
    happens: fc.array(
      fc.record({ user: fc.constantFrom(...USERS), event, properties: fc.record({ n: fc.constantFrom(1, 2) }) }),
      { minLength: 1, maxLength: 5 },
    ),
    told: fc.option(fc.record({ user: fc.constantFrom(...USERS), n: fc.constantFrom(1, 2) }), { freq: 4 }),
  }),
  { minLength: 1, maxLength: 6 },
);

const world = fc.record({ drawings: fc.array(drawing, { minLength: 1, maxLength: 3 }), life, dice: fc.nat() });
type World = typeof world extends fc.Arbitrary<infer T> ? T : never;

function drawn({ entry, again, exit, steps, circle }: World['drawings'][number], name: string): Drawing {
  const d = journey(name).again(again);
  if ('when' in entry) d.onSegment(entry.when);
  else d.onEvent(entry.event, { occurrence: entry.occurrence, ...(entry.keyed ? { keyBy: 'n' } : {}) });
  if (typeof exit === 'string') d.goalOn(exit);
  else if (exit) d.exitWhen(exit);
  for (const [place, add] of steps.entries()) add(d, `n${place}`);
  const { nodes } = d.document();
  // A wait by the clock stops every circle.
  if (circle && nodes[0]?.type === 'wait' && nodes[0].config['mode'] === 'duration') return d.to('n0');
  return d.end('x');
}

/** What each contact lived through: places, paths, tags, messages; ids and the order of journeys left out. */
async function lives(
  database: Database,
  { drawings, life, dice }: World,
  sizes: 'one' | 'all' | 'dice',
): Promise<object> {
  const random = seededRandom(dice);
  const size = (): number => (sizes === 'one' ? 1 : sizes === 'all' ? 1_000 : 1 + random.int(4));
  const options = { batchSize: size() };
  const shop = await openShop(database, { engine: options });
  await shop.fillPool('p', 1_000, 0);
  for (const [place, one] of drawings.entries()) await shop.publish(drawn(one, `j${place}`));
  for (const { after, happens, told } of life) {
    if (sizes === 'dice') Object.assign(shop.engine.options, { batchSize: size() });
    if (after > 0) await shop.passes(`${after} hours`);
    await shop.happen(...(happens as Happening[]));
    if (told) await shop.identify(told.user, { n: told.n });
    await shop.settle();
  }
  await shop.passes('26 hours');
  await audit(shop);
  return livesOf(shop);
}

async function livesOf(shop: Shop): Promise<object> {
  const runs = await shop.rows<{ id: number; user: string; journey: string; at: string }>(
    `SELECT r.id, c.external_id AS user, j.name AS journey,
            CONCAT_WS(' ', r.started_at, r.state, r.node_id, r.due_at, r.ended_at, r.end_reason, r.end_detail, r.entry_key) AS at
     FROM run r JOIN contact c ON c.id = r.contact_id JOIN journey j ON j.id = r.journey_id ORDER BY r.id`,
  );
  const traces = await shop.rows<{ runId: number; at: number; steps: string }>(
    'SELECT run_id AS runId, at, steps FROM trace ORDER BY id',
  );
  const tags = Object.fromEntries(await Promise.all(USERS.map(async (user) => [user, await shop.tags(user)])));
  const told = runs.map(({ id, user, journey: name, at }) => {
    const path = traces.filter(({ runId }) => runId === id).map((trace) => `${trace.at} ${steps(trace.steps)}`);
    return `${user} ${name} ${at} | ${path.join(', ')}`;
  });
  const inbox = await shop.rows<{ told: string }>(
    "SELECT CONCAT_WS(' ', c.external_id, i.at, i.subject, i.body) AS told FROM inbox_message i JOIN contact c ON c.id = i.contact_id",
  );
  return { runs: told.sort(), tags, inbox: inbox.map((row) => row.told).sort() };
}

// The reason names codes of coupons, which go to whoever comes first.
const steps = (text: string): string =>
  (JSON.parse(text) as { nodeId: string; visit: number; outcome: string | null }[])
    .map(({ nodeId, visit, outcome }) => `${nodeId}.${visit}>${outcome ?? ''}`)
    .join(' ');

for (const db of testDatabases())
  describe(`batches on ${db.name}`, () => {
    let database: Database;
    beforeAll(async () => void (database = await db.open()));
    afterAll(() => db.close());

    it('of any size make no difference to anyone, and lose nobody', { timeout: 600_000 }, async () => {
      const numRuns = Number(process.env['SOJOURN_TEST_RUNS'] ?? (db.name === 'sqlite' ? 25 : 4));
      await fc.assert(
        fc.asyncProperty(world, async (one) => {
          const reference = await lives(database, one, 'one');
          expect(await lives(database, one, 'all')).toEqual(reference);
          expect(await lives(database, one, 'dice')).toEqual(reference);
        }),
        { numRuns, seed: Number(process.env['SOJOURN_TEST_SEED'] ?? 1), endOnFailure: false },
      );
    });
  });
