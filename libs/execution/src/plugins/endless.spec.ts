import type { Json } from '@sojourn/kernel';
import type { Decision, Item } from '@sojourn/plugin-sdk/engine';
import { describe, expect, it } from 'vitest';
import { heardUpTo } from '../heard.js';
import { step } from '../step.js';
import type { NextState } from '../ports.js';
import type { Walk } from '../walk.js';
import { manifest, walkAt } from './plugin.fixture.js';
import { pluginNodeTypes } from './plugin-node-type.js';
import type { PluginNodes } from './ports.js';

const TYPE = 'acme.weather/forecast';
const coupon = { kind: 'coupon.issue', pool: 'spring' } as const;

/** A plugin that decides by item; what it asks is answered. */
async function move(walk: Walk, decide: (item: Item) => Omit<Decision, 'item'>, calls = false): Promise<Walk> {
  const types = pluginNodeTypes(manifest({ uses: calls ? ['http'] : ['coupons'] }));
  const plugins: PluginNodes = {
    load: () => Promise.resolve(),
    refresh: () => Promise.resolve(false),
    nodeType: (_, type) => types.get(type),
    stateOf: () => 'ok',
    execute: ({ items }) =>
      Promise.resolve(items.map((item) => ({ decision: { ...decide(item), item: item.key } as Decision }))),
  };
  const answer = (asking: readonly { walk: Walk }[]) =>
    Promise.resolve(new Map(asking.map((one) => [one.walk.run.id, { ...coupon, status: 'none' } as never])));
  await step([walk], { programs: new Map(), plugins, answer });
  return walk;
}
const waiting = ({ next }: Walk) => next as Extract<NextState, { state: 'waiting' }>;
const receipt = (decision: object, memory: Json) =>
  walkAt(TYPE, {
    memory,
    pending: { kind: 'receipt', receipt: { status: 'delivered', data: { decision: decision as never } }, call: `call-${(memory as { $calls: number }).$calls}` },
  }); // prettier-ignore

describe('a node of a plugin that never comes to an end', () => {
  it('by always asking the host is stopped, within one wake and over many', async () => {
    let asked = 0;
    const walk = await move(walkAt(TYPE), () => (asked++, { do: 'ask', ask: coupon }));
    expect(walk.failure).toBe(
      'plugin-fault: acme.weather at node f: It asked the host for more than 20 things at one visit.',
    );
    expect(asked).toBe(21);
    const leaves = await move(walkAt(TYPE, { whenUnavailable: 'failure' }), () => ({ do: 'ask', ask: coupon }));
    expect(leaves.trace[0]).toMatchObject({ outcome: 'failed', why: { code: 'plugin-fault' } });
  });

  it('by coming back at once comes back a second later, and once it did so often a minute later', async () => {
    for (const decision of [
      { do: 'retry', after: 0 },
      { do: 'wait', until: 3 },
    ] as const) {
      let memory: Json | undefined;
      const dueAt = new Set<unknown>();
      for (let i = 0; i < 100; i++) {
        const walk = await move(walkAt(TYPE, { pending: { kind: 'timer' }, ...(memory !== undefined && { memory }) }), () => decision); // prettier-ignore
        dueAt.add(waiting(walk).dueAt);
        memory = waiting(walk).memory;
      }
      expect([...dueAt]).toEqual([2_000]); // the wake is at 1,000
      expect(waiting(await move(walkAt(TYPE, { memory: memory! }), () => decision)).dueAt).toBe(61_000);
    }
    const longer = await move(walkAt(TYPE, { memory: { $calls: 0, $soon: 100 } }), () => ({ do: 'retry', after: 90_000.5 })); // prettier-ignore
    expect(waiting(longer)).toMatchObject({ dueAt: 91_001, memory: undefined });
    const called = receipt({ item: 0, do: 'retry', after: 0, memory: 1 }, { $calls: 7, $soon: 6 });
    expect(waiting(await move(called, () => ({ do: 'fail', why: { code: '' } }), true))).toMatchObject({ dueAt: 2_000, memory: { $calls: 7, $soon: 7, own: 1 } }); // prettier-ignore
  });

  it('because nothing would ever wake it is told so, and parked', async () => {
    const forever = await move(walkAt(TYPE), () => ({ do: 'wait' }));
    expect(forever.failure).toContain('It waits for nothing');
    expect((await move(receipt({ item: 0, do: 'wait' }, { $calls: 1 }), () => ({ do: 'wait' }), true)).failure).toContain('It waits for nothing'); // prettier-ignore
    const sends = { kind: 'message', channel: 'inbox', content: { body: 'Hi', format: 'text' }, data: {} } as const;
    const told = await move(walkAt(TYPE), () => ({ do: 'wait', effects: [sends] }));
    expect(waiting(told)).toMatchObject({ dueAt: null });
    // It was told of one event of a message, and goes on waiting for the next.
    const later = await move(walkAt(TYPE, { pending: { kind: 'timer' } }), () => ({ do: 'wait' }));
    expect(waiting(later)).toMatchObject({ dueAt: null });
  });

  it('because its drawing goes round in circles is stopped before it costs much', async () => {
    const walk = walkAt(TYPE);
    let visits = 0;
    (walk.node.next as Map<string, string>).set('dry', 'f');
    await move(walk, () => (visits++, { do: 'to', outcome: 'dry' }));
    expect(walk.failure).toContain('round in circles');
    expect(visits).toBeLessThan(110);
  });
});

it('counts attempts of a node that is called, as of any other', async () => {
  const asks = receipt({ item: 0, do: 'retry', after: 5_000 }, { $calls: 1 });
  expect(waiting(await move(asks, () => ({ do: 'wait' }), true)).pending).toEqual({ kind: 'retry', attempt: 2 });
  const again = await move(
    walkAt(TYPE, { memory: { $calls: 1 }, pending: { kind: 'retry', attempt: 2 } }),
    () => ({ do: 'wait' }),
    true,
  );
  expect(again.effects[0]?.effect).toMatchObject({ action: 'call-2', item: { wake: { kind: 'retry', attempt: 2 } } });
  const third = receipt({ item: 0, do: 'retry', after: 5_000 }, waiting(again).memory!);
  expect(waiting(await move(third, () => ({ do: 'wait' }), true)).pending).toEqual({ kind: 'retry', attempt: 3 });
});

it('that is called waits for events from the moment of its call on: what came before the receipt is not lost', async () => {
  const called = await move(walkAt(TYPE, { pending: { kind: 'event', subscription: 's', eventId: 41 } }), () => ({ do: 'wait' }), true); // prettier-ignore
  expect(waiting(called).memory).toMatchObject({ $calls: 1, $heard: 41 });
  const events = [{ id: 'b', event: 'Replied' }];
  const waits = receipt({ item: 0, do: 'wait', events }, waiting(called).memory!);
  expect(heardUpTo(await move(waits, () => ({ do: 'wait' }), true))).toBe(41);
  expect(waiting(waits)).toMatchObject({ subscriptions: events, memory: { $calls: 1 } });
  expect(waiting(waits).memory).not.toHaveProperty('$heard');
  // A step that it moves on to has nothing to do with what was before.
  const leaves = receipt({ item: 0, do: 'to', outcome: 'dry' }, waiting(called).memory!);
  leaves.known = { ...leaves.known, lastEventId: 50 };
  expect(heardUpTo(await move(leaves, () => ({ do: 'wait' }), true))).toBe(50);
});
