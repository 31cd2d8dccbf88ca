import { emptyReads } from '@sojourn/rules';
import type { Plan } from '@sojourn/journey';
import type { Decision, Item, NodeProgram } from '@sojourn/plugin-sdk/engine';
import { expect, it } from 'vitest';
import { NodeCosts } from './node-costs.js';
import type { ClaimedRun } from './ports.js';
import { step } from './step.js';
import type { Walk } from './walk.js';

type Programs = ReadonlyMap<string, NodeProgram<never>>;
/** A decision without its item's key, which `each` puts in. */
type Verdict = Decision extends infer One ? (One extends { item: number } ? Omit<One, 'item'> : never) : never;
const each = (decide: (item: Item) => Verdict): NodeProgram<never> => ({
  execute: (_, { items }) => items.map((item) => ({ item: item.key, ...decide(item) }) as Decision),
});

function plan(
  nodes: readonly [id: string, type: string, next: Record<string, string>][],
  exits: Plan['exits'] = [],
): Plan {
  return {
    timeZone: 'UTC',
    entries: [],
    reentry: { mode: 'always' },
    exits,
    start: nodes[0]![0],
    nodes: new Map(
      nodes.map(([id, type, next]) => [
        id,
        { id, type, config: {}, next: new Map(Object.entries(next)), reads: emptyReads },
      ]),
    ),
    reads: emptyReads,
    stepReads: emptyReads,
    entryReads: emptyReads,
  } as Plan;
}

function walk(drawn: Plan, contactId = 1): Walk {
  const run = {
    id: contactId,
    contactId,
    workspaceId: 1,
    journeyId: 1,
    versionId: 1,
    fence: 1,
  } as unknown as ClaimedRun;
  return {
    run,
    plan: drawn,
    at: 1_000,
    entryEvent: undefined,
    known: { contact: { id: contactId, attributes: {}, tags: [] }, timeZone: null, lastEventId: 0, history: new Map() },
    node: drawn.nodes.get(drawn.start)!,
    visits: { [drawn.start]: 1 },
    arrivedAt: 1_000,
    wake: { kind: 'arrived' },
    memory: undefined,
    variables: {},
    effects: [],
    trace: [],
    moves: 0,
  };
}

const noAnswers = () => Promise.resolve(new Map<number, never>());

it('walks from node to node within one wake until it waits', async () => {
  const drawn = plan([
    ['a', 'pass', { on: 'b' }],
    ['b', 'pause', {}],
  ]);
  const programs: Programs = new Map([
    ['pass', each(() => ({ do: 'to', outcome: 'on' }))],
    ['pause', each(({ at }) => ({ do: 'wait', until: at + 5 }))],
  ]);
  const one = walk(drawn);
  await step([one], { programs, answer: noAnswers });
  expect(one.next).toMatchObject({ state: 'waiting', nodeId: 'b', dueAt: 1_005, visits: { a: 1, b: 1 } });
  expect(one.trace).toMatchObject([{ nodeId: 'a', outcome: 'on' }, { nodeId: 'b', outcome: null }]); // prettier-ignore
});

it('ends a run whose outcome leads nowhere, and says which outcome that was', async () => {
  const one = walk(plan([['a', 'pass', {}]]));
  await step([one], { programs: new Map([['pass', each(() => ({ do: 'to', outcome: 'on' }))]]), answer: noAnswers });
  expect(one.next).toEqual({ state: 'ended', nodeId: 'a', reason: 'unconnected', detail: 'on' });
});

it('lets later nodes of the same wake see what earlier ones changed', async () => {
  const drawn = plan([
    ['a', 'tag', { on: 'b' }],
    ['b', 'look', {}],
  ]);
  let seen: Item['contact'] | undefined;
  const programs: Programs = new Map([
    [
      'tag',
      each(() => ({
        do: 'to',
        outcome: 'on',
        effects: [{ kind: 'contact', set: { level: 'gold' }, addTags: ['vip'] }],
      })),
    ],
    ['look', each(({ contact }) => ((seen = contact), { do: 'drop' }))],
  ]);
  await step([walk(drawn)], { programs, answer: noAnswers });
  expect(seen).toMatchObject({ attributes: { level: 'gold' }, tags: ['vip'] });
});

it('parks only the run that poisons its batch', async () => {
  const drawn = plan([['a', 'fussy', {}]]);
  const walks = Array.from({ length: 16 }, (_, i) => walk(drawn, i + 1));
  const fussy = each(({ contact }) => {
    if (contact.id === 11) throw new Error('cannot digest contact 11');
    return { do: 'drop' };
  });
  await step(walks, { programs: new Map([['fussy', fussy]]), answer: noAnswers });
  expect(walks.filter(({ next }) => next?.state === 'ended')).toHaveLength(15);
  expect(walks[10]!.failure).toContain('cannot digest contact 11');
});

it('parks only the runs whose decisions are none, and asks the others once', async () => {
  const drawn = plan([['a', 'odd', { on: 'b' }], ['b', 'pause', {}]]); // prettier-ignore
  const walks = [1, 2, 3].map((contactId) => walk(drawn, contactId));
  let asked = 0;
  const odd: NodeProgram<never> = {
    execute: (_, { items }) =>
      items.map(({ key, contact }): Decision => {
        asked++;
        if (contact.id === 2) return undefined as unknown as Decision;
        if (contact.id === 3) return { item: key, do: 'dance' } as unknown as Decision;
        return { item: key, do: 'to', outcome: 'on' };
      }),
  };
  const pause = each(({ at }) => ({ do: 'wait', until: at + 5 }));
  await step(walks, { programs: new Map([['odd', odd], ['pause', pause]]), answer: noAnswers }); // prettier-ignore
  expect(asked).toBe(3);
  expect(walks[0]!.next).toMatchObject({ state: 'waiting', nodeId: 'b' });
  expect(walks[1]!.failure).toContain('cannot be carried out');
  expect(walks[2]!.failure).toContain('"dance" is not a decision');
});

it('parks a run that goes round without ever waiting', async () => {
  const drawn = plan([
    ['a', 'pass', { on: 'b' }],
    ['b', 'pass', { on: 'a' }],
  ]);
  const one = walk(drawn);
  await step([one], { programs: new Map([['pass', each(() => ({ do: 'to', outcome: 'on' }))]]), answer: noAnswers });
  expect(one.failure).toContain('round in circles');
});

it('hands a node the answer to what it asked, within the same wake', async () => {
  const one = walk(plan([['a', 'ask', {}]]));
  const programs: Programs = new Map([
    [
      'ask',
      each(({ wake }) =>
        wake.kind === 'answer'
          ? { do: 'to', outcome: 'heard', output: { answer: wake.answer.status } }
          : { do: 'ask', ask: { kind: 'coupon.issue', pool: 'spring' } },
      ),
    ],
  ]);
  await step([one], { programs, answer: () => Promise.resolve(new Map([[1, { kind: 'coupon.issue', status: 'soldOut' } as const]])) }); // prettier-ignore
  expect(one.trace).toMatchObject([{ outcome: 'heard' }]);
  expect(one.variables).toEqual({ answer: 'soldOut' });
});

it('leaves by a condition exit as soon as a node has made it true', async () => {
  const exits: Plan['exits'] = [
    {
      id: 'x1',
      name: 'VIP',
      goal: true,
      when: { kind: 'condition', condition: { op: 'tag', tag: 'vip', is: 'present' } },
    },
  ];
  const drawn = plan([['a', 'tag', { on: 'b' }], ['b', 'pause', {}]], exits); // prettier-ignore
  const programs: Programs = new Map([
    ['tag', each(() => ({ do: 'to', outcome: 'on', effects: [{ kind: 'contact', addTags: ['vip'] }] }))],
    ['pause', each(() => ({ do: 'wait', until: 2_000 }))],
  ]);
  const one = walk(drawn);
  await step([one], { programs, answer: noAnswers });
  expect(one.next).toEqual({ state: 'ended', nodeId: 'b', reason: 'goal', detail: 'x1' });
});

it('waits for a node that answers later, in any order, and parks only those it forgets or answers twice', async () => {
  const later: NodeProgram<never> = {
    execute: (_, { items }) => {
      const [first, second, third, fourth] = items.map(({ key }): Decision => ({ item: key, do: 'drop' }));
      return Promise.resolve([fourth!, second!, first!, second!]).then((given) => (third ? given : []));
    },
  };
  const drawn = plan([['a', 'later', {}]]);
  const walks = [1, 2, 3, 4].map((contactId) => walk(drawn, contactId));
  await step(walks, { programs: new Map([['later', later]]), answer: noAnswers });
  expect(walks.map(({ next }) => next?.state)).toEqual(['ended', undefined, undefined, 'ended']);
  expect(walks[1]!.failure).toContain('answered item 1 2 times');
  expect(walks[2]!.failure).toContain('did not answer item 2');
});

it('halves a batch whose promise breaks, as it halves one that throws', async () => {
  const fussy: NodeProgram<never> = {
    execute: async (_, { items }) => {
      await Promise.resolve();
      if (items.some(({ contact }) => contact.id === 3)) throw new Error('cannot digest contact 3');
      return items.map(({ key }): Decision => ({ item: key, do: 'drop' }));
    },
  };
  const drawn = plan([['a', 'fussy', {}]]);
  const walks = [1, 2, 3, 4, 5].map((contactId) => walk(drawn, contactId));
  await step(walks, { programs: new Map([['fussy', fussy]]), answer: noAnswers });
  expect(walks.filter(({ next }) => next?.state === 'ended')).toHaveLength(4);
  expect(walks[2]!.failure).toContain('cannot digest contact 3');
});

it('measures what nodes take that run here, once for each node, and whom they failed at', async () => {
  const drawn = plan([
    ['a', 'pass', { on: 'b' }],
    ['b', 'stuck', {}],
  ]);
  let at = 0;
  const costs = new NodeCosts({ now: () => (at += 0.5) });
  const programs: Programs = new Map([
    ['pass', each(() => ({ do: 'to', outcome: 'on' }))],
    ['stuck', each(() => ({ do: 'fail', why: { code: 'no' } }))],
  ]);
  await step([walk(drawn, 1), walk(drawn, 2)], { programs, costs, answer: noAnswers });
  const own = { workspaceId: 1, journeyId: 1, items: 2, us: 500 };
  expect(costs.spent()).toEqual([
    { ...own, nodeId: 'a', type: 'pass', errors: 0 },
    { ...own, nodeId: 'b', type: 'stuck', errors: 2 },
  ]);
});
