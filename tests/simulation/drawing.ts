import { SCHEMA_VERSION, type EntryRule, type ExitRule, type JourneyDocument } from '@sojourn/journey';
import type { JsonObject } from '@sojourn/kernel';
import type { Condition } from '@sojourn/rules';
import type { Criterion, EntrySpec, ExitSpec, JourneySpec, Step } from './world.js';

const did = (event: string, times: number, within?: number): Condition => ({
  op: 'event',
  event,
  aggregate: 'count',
  is: 'gte',
  value: times,
  ...(within ? { within: { amount: within, unit: 'hours' } } : {}),
});
export const N1: Condition = { op: 'payload', path: 'n', is: 'eq', value: 1 };
export const criteria: Readonly<Record<Criterion, Condition>> = {
  a: { op: 'tag', tag: 'a', is: 'present' },
  b: { op: 'tag', tag: 'b', is: 'present' },
  'not-a': { op: 'tag', tag: 'a', is: 'absent' },
  n1: { op: 'attribute', path: 'n', is: 'eq', value: 1 },
  'ordered-twice': did('order', 2),
  'visited-lately': did('visit', 1, 2),
  'never-replied': { op: 'not', condition: did('reply', 1) },
};

/** The drawing of a journey: a row of nodes whose first outcomes lead on, with shortcuts, dead ends and circles through waits. */
export function drawn({ entries, again, exits, steps }: JourneySpec, place: number): JourneyDocument {
  const rules = entries.flatMap((entry, i) => ruleOf(entry, `e${i}`, place));
  // A segment that its own journey changes would let the same contact in for ever, within one moment.
  const tame = entries.some(({ by }) => by === 'segment') && (again === 'always' || again === 'afterExit');
  const origin = { x: 0, y: 0 };
  const nodes = steps.map((step, i) => ({ id: `n${i}`, ...nodeOf(step, place), position: origin }));
  const last = { id: `n${steps.length}`, type: 'exit', config: {}, position: origin };
  const edges = steps.flatMap((step, i) => edgesOf(step, i, steps.length));
  return {
    schemaVersion: SCHEMA_VERSION,
    name: `j${place}`,
    timeZone: 'UTC',
    entry: {
      position: origin,
      rules,
      reentry: tame || again === 'atMostEvery' ? { mode: 'atMostEvery', days: 1 } : { mode: again },
    },
    exits: exits.map(exitOf),
    nodes: [...nodes, last],
    edges: [
      { from: { node: 'entry', outcome: 'entered' }, to: 'n0' },
      ...edges.map(({ from, outcome, to }) => ({ from: { node: `n${from}`, outcome }, to: `n${to}` })),
    ].map((edge, i) => ({ id: `x${i}`, ...edge })),
  };
}

/** Journeys track `ping0`, `ping1`... by their place; only those drawn later listen: else they would wake each other for ever. */
function ruleOf(entry: EntrySpec, id: string, place: number): EntryRule[] {
  switch (entry.by) {
    case 'event': {
      const event = entry.event === 'ping' ? (place === 0 ? 'go' : `ping${place - 1}`) : entry.event;
      const { first, keyed, filtered } = entry;
      return [{ id, kind: 'event', event, occurrence: first ? 'first' : 'every', ...(keyed && { keyBy: 'n' }), ...(filtered && { filter: N1 }) }]; // prettier-ignore
    }
    case 'segment':
      return [{ id, kind: 'segment', condition: criteria[entry.when], includeCurrent: entry.includeCurrent }];
    case 'schedule': {
      const audience: Condition = { op: 'attribute', path: 'vip', is: 'eq', value: true };
      return [{ id, kind: 'schedule', rrule: 'FREQ=DAILY;COUNT=2', start: '2026-03-02T10:17', timeZone: 'UTC', ...(entry.onlyVips && { audience }) }]; // prettier-ignore
    }
    case 'date':
      return [{ id, kind: 'date', attribute: 'born', offsetDays: 0, at: '08:33', yearly: true }];
  }
}

function exitOf(exit: ExitSpec, i: number): ExitRule {
  const id = `x${i}`;
  if ('when' in exit) return { id, name: id, goal: false, when: { kind: 'condition', condition: criteria[exit.when] } };
  const { event, filtered, goal } = exit;
  return { id, name: id, goal, when: { kind: 'event', event, ...(filtered && { filter: N1 }) } };
}

const hoursOf = (amount: number): JsonObject => (amount === 24 ? { amount: 1, unit: 'days' } : { amount, unit: 'hours' }); // prettier-ignore

function nodeOf(step: Step, place: number): { readonly type: string; readonly config: JsonObject } {
  switch (step.do) {
    case 'wait':
      return { type: 'wait', config: { mode: 'duration', duration: hoursOf(step.hours) } };
    case 'until':
      return { type: 'wait', config: { mode: 'until-time', time: step.time } };
    case 'event':
      return {
        type: 'wait',
        config: {
          mode: 'event',
          branches: step.events.map((event) => ({ id: event, label: event, event, ...(step.filtered && { filter: N1 as unknown as JsonObject }) })),
          ...(step.timeout !== null && { timeout: hoursOf(step.timeout) }),
          ...(step.lookBack !== null && { lookBack: hoursOf(step.lookBack) }),
        },
      }; // prettier-ignore
    case 'segment':
      return {
        type: 'segment',
        config: { branches: [{ id: 'yes', label: 'Yes', condition: criteria[step.when] as unknown as JsonObject }] },
      };
    case 'split': {
      const arm = (id: string): JsonObject => ({ id, label: id, weight: 1 });
      return { type: 'ab-split', config: { arms: [arm('left'), arm('right')], holdout: { percent: 10 } } };
    }
    case 'tag':
      return { type: 'update-contact', config: { addTags: [...step.add], removeTags: [...step.remove] } };
    case 'set':
      return { type: 'update-contact', config: { set: [{ attribute: 'n', type: 'number', value: step.n }] } };
    case 'track':
      return { type: 'track', config: { event: `ping${place}` } };
    case 'message':
      return { type: 'message', config: { channel: step.channel, subject: 'Hi', body: 'Hello', format: 'text', ...(step.hasty && { wait: 'none' }) } }; // prettier-ignore
    case 'coupon':
      return { type: 'coupon', config: { pool: 'pool' } };
    case 'mint':
      return { type: 'nft-reward', config: { collection: 'medals' } };
    case 'poison':
      return { type: 'poison', config: {} };
    case 'flaky':
      return { type: 'flaky', config: {} };
  }
}

/** A step's outcomes; the first is the one that a drawing usually goes on from. */
export function outcomesOf(step: Step): readonly string[] {
  switch (step.do) {
    case 'wait':
    case 'until':
    case 'tag':
    case 'set':
    case 'track':
    case 'poison':
    case 'flaky':
      return ['done'];
    case 'event':
      return [...(step.timeout === null ? [] : ['timeout']), ...step.events];
    case 'segment':
      return ['yes', 'else'];
    case 'split':
      return ['left', 'right', 'holdout'];
    case 'message':
      return ['delivered', 'failed', 'suppressed'];
    case 'coupon':
      return ['issued', 'alreadyHas', 'soldOut'];
    case 'mint':
      return ['minted', 'soldOut', 'failed', 'pending'];
  }
}

function edgesOf(step: Step, i: number, count: number): { readonly from: number; readonly outcome: string; readonly to: number }[] {
  return outcomesOf(step).flatMap((outcome, k) => {
    const way = k === 0 ? 0 : (step.ways[k - 1] ?? 0);
    if (way === 2) return [];
    // Only out of a wait by the clock: else a circle would never rest.
    const back = k === 0 && step.do === 'wait' && step.back !== null ? Math.min(step.back, i) : null;
    return [{ from: i, outcome, to: back ?? Math.min(i + 1 + way, count) }];
  });
} // prettier-ignore
