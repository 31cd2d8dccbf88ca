import type { PluginPin, PluginState } from '@sojourn/journey';
import { OperationalError, type Json } from '@sojourn/kernel';
import type { PluginManifest } from '@sojourn/plugin-sdk';
import type { Decision, Item } from '@sojourn/plugin-sdk/engine';
import { describe, expect, it } from 'vitest';
import { step } from '../step.js';
import type { Walk } from '../walk.js';
import { Patience } from './patience.js';
import { pluginNodeTypes } from './plugin-node-type.js';
import type { PluginNodes, PluginVerdict } from './ports.js';
import { manifest, PIN, walkAt } from './plugin.fixture.js';

type Execute = (items: readonly Item[]) => readonly PluginVerdict[] | Promise<readonly PluginVerdict[]>;

/** Installed plugins with nothing behind them but what a spec says. */
function installed(state: PluginState, execute: Execute = () => [], of: PluginManifest = manifest()): PluginNodes {
  const types = pluginNodeTypes(of);
  return {
    load: () => Promise.resolve(),
    refresh: () => Promise.resolve(false),
    nodeType: (pin: PluginPin, type) => (pin.hash === PIN.hash ? types.get(type) : undefined),
    stateOf: () => state,
    execute: ({ items }) => Promise.resolve().then(() => execute(items)),
  };
}
const noAnswers = () => Promise.resolve(new Map<number, never>());
const move = async (walks: readonly Walk[], plugins?: PluginNodes) =>
  step(walks, { programs: new Map([['stop', { execute: (_, { items }) => items.map(({ key }): Decision => ({ item: key, do: 'drop' })) }]]), plugins, answer: noAnswers }); // prettier-ignore
/** Runs of as many contacts on the same node. */
const together = (count: number): Walk[] => {
  const [first, ...others] = Array.from({ length: count }, (_, i) =>
    walkAt('acme.weather/forecast', { contactId: i + 1 }),
  );
  return [first!, ...others.map((walk) => ({ ...walk, plan: first!.plan, node: first!.node }))];
};
const to = (outcome: string): PluginVerdict => ({ decision: { item: 0, do: 'to', outcome } });

describe('a node of a plugin', () => {
  it('is asked in the sandbox for all who stand there at once, and they go on as it says', async () => {
    const walks = together(3);
    const batches: number[] = [];
    await move(
      walks,
      installed('ok', (items) => (batches.push(items.length), items.map(() => to('dry')))),
    );
    expect(batches).toEqual([3]);
    for (const walk of walks) expect(walk.next).toMatchObject({ state: 'ended', nodeId: 'x', reason: 'finished' });
  });

  it.each(['missing', 'disabled', 'revoked', 'corrupt', 'no-consent'] as const)(
    'that is %s parks who comes, names whom it waits for, and lets all others move',
    async (state) => {
      const stuck = walkAt('acme.weather/forecast');
      const other = walkAt('stop', { contactId: 2 });
      await move([stuck, other], installed(state));
      expect(stuck.failure).toBe(`plugin-unavailable: acme.weather ${state}`);
      expect(stuck.waitsFor).toEqual(PIN);
      expect(stuck.effects).toEqual([]);
      expect(other.next).toMatchObject({ state: 'ended' });
    },
  );

  it('that nobody has stored, or in a house without plugins, parks as missing', async () => {
    const ghost = walkAt('acme.weather/forecast', { pin: { ...PIN, hash: 'b'.repeat(64) } });
    const alone = walkAt('acme.weather/forecast');
    await move([ghost], installed('ok'));
    await move([alone]);
    for (const { failure } of [ghost, alone]) expect(failure).toBe('plugin-unavailable: acme.weather missing');
  });

  it('leaves by its outcome for failure where the node says so, for want of the plugin and for its faults', async () => {
    const gone = walkAt('acme.weather/forecast', { whenUnavailable: 'failure' });
    await move([gone], installed('revoked'));
    expect(gone.trace[0]).toMatchObject({ outcome: 'failed', why: { code: 'plugin-unavailable', params: { state: 'revoked' } } }); // prettier-ignore
    expect(gone.failure).toBeUndefined();
    const broken = walkAt('acme.weather/forecast', { whenUnavailable: 'failure' });
    await move(
      [broken],
      installed('ok', () => [{ fault: 'threw: no' }]),
    );
    expect(broken.trace[0]).toMatchObject({ outcome: 'failed', why: { code: 'plugin-fault', params: { message: 'threw: no' } } }); // prettier-ignore
    const dead = walkAt('acme.weather/forecast', { whenUnavailable: 'failure', pin: { ...PIN, hash: 'b'.repeat(64) } });
    await move([dead], installed('ok'));
    expect(dead.failure).toBe('plugin-unavailable: acme.weather missing'); // nobody knows its outcomes
  });

  it('parks the one it fails at, and nobody else; for its own fault nobody waits', async () => {
    const walks = together(3);
    const verdicts = [to('dry'), { fault: 'took too long' }, to('dry')];
    await move(
      walks,
      installed('ok', () => verdicts),
    );
    expect(walks.map(({ failure }) => failure)).toEqual([undefined, 'plugin-fault: acme.weather at node f: took too long', undefined]); // prettier-ignore
    expect(walks[1]!.waitsFor).toBeUndefined();
    const throws = walkAt('acme.weather/forecast');
    await move(
      [throws],
      installed('ok', () => Promise.reject(new Error('our bug'))),
    );
    expect(throws.failure).toContain('our bug');
    const silent = walkAt('acme.weather/forecast');
    await move(
      [silent],
      installed('ok', () => []),
    );
    expect(silent.failure).toContain('was not answered');
  });

  it('when nobody is at fault happens again later, as the same wake with the same memory', async () => {
    const pending = { kind: 'event', subscription: 'rain', eventId: 7 } as const;
    const walk = walkAt('acme.weather/forecast', { pending, memory: { seen: 1 } });
    await move(
      [walk],
      installed('ok', () => [{ again: 5_000, why: 'circuit open' }]),
    );
    expect(walk.next).toMatchObject({ state: 'waiting', dueAt: 6_000, pending, memory: { seen: 1 } });
  });

  it('throws on what the world did, once all others at the same moment are done', async () => {
    const walks = [walkAt('acme.weather/forecast')];
    const failing = () => Promise.reject(new OperationalError('no database', { code: 'storage.busy' }));
    await expect(move(walks, installed('ok', failing))).rejects.toThrow('no database');
    expect(walks[0]!.failure).toBeUndefined();
  });
});

describe('a node of a plugin that is slow', () => {
  it('is waited for once and once more, then asked after the commit, and later tried within a step again', async () => {
    let now = 0;
    let took = 1_500;
    const patience = new Patience({ now: () => now });
    const asked: (readonly Item[])[] = [];
    const plugins = installed('ok', (items) => {
      asked.push(items);
      now += took;
      return items.map(() => ({ decision: { item: 0, do: 'wait', until: 9_000, memory: { seen: asked.length } } }));
    });
    const visit = async (memory?: Json): Promise<Walk> => {
      const walk = walkAt('acme.weather/forecast', {
        ...(memory !== undefined && { memory }),
        pending: { kind: 'timer' },
      });
      await step([walk], { programs: new Map(), plugins, patience, answer: noAnswers });
      return walk;
    };
    const memoryOf = ({ next }: Walk) => next?.state === 'waiting' && next.memory;
    const first = await visit();
    expect(memoryOf(first)).toMatchObject({ $calls: 0, own: { seen: 1 } });
    await visit({ $calls: 0, own: { seen: 1 } });
    expect(asked[1]?.[0]?.memory).toEqual({ seen: 1 });

    const aside = await visit({ $calls: 0, own: { seen: 2 } });
    expect(asked).toHaveLength(2);
    expect(aside.effects).toMatchObject([
      { effect: { kind: 'plugin', action: 'call-1', item: { memory: { seen: 2 } } } },
    ]);
    expect(memoryOf(aside)).toMatchObject({ $calls: 1, own: { seen: 2 } });

    now += 600_000;
    took = 10;
    // What was counted is not forgotten: the key of a call is never used again.
    expect(memoryOf(await visit({ $calls: 1, own: { seen: 2 } }))).toMatchObject({ $calls: 1, own: { seen: 3 } });
    took = 1_500;
    await visit();
    took = 10;
    await visit();
    took = 1_500;
    expect((await visit()).effects).toEqual([]); // never twice in a row until now
    expect((await visit()).effects).toEqual([]);
    expect((await visit()).effects).toHaveLength(1);
  });
});

describe('a node of a plugin that does not come back', () => {
  it('holds up the step for a moment; its people are asked of it after the commit, and what it says too late is nobody’s', async () => {
    const patience = new Patience({ now: () => 0 }, { longestMs: 5 });
    let answer: (verdicts: never[]) => void = () => undefined;
    let asked = 0;
    const plugins = installed('ok', () => {
      asked++;
      return new Promise((resolve) => (answer = resolve));
    });
    const walk = walkAt('acme.weather/forecast');
    await step([walk], { programs: new Map(), plugins, patience, answer: noAnswers });
    expect(asked).toBe(1);
    expect(walk.next).toMatchObject({ state: 'waiting', dueAt: null, memory: { $calls: 1 } });
    expect(walk.effects).toMatchObject([{ effect: { kind: 'plugin', action: 'call-1' } }]);
    answer([]);
    await new Promise((resolve) => setImmediate(resolve));
    expect(walk.failure).toBeUndefined();
  });
});

describe('a node of a plugin that calls out', () => {
  const calls = () => manifest({ uses: ['http'] });
  const TYPE = 'acme.weather/forecast';
  const receipt = (decision: object, call = 'call-1', memory: object = { $calls: 1 }) =>
    walkAt(TYPE, {
      memory: memory as never,
      pending: { kind: 'receipt', receipt: { status: 'delivered', data: { decision: decision as never } }, call },
    });

  it('is called after the commit, with what it declares to read and nothing else; the run waits for the receipt', async () => {
    const walk = walkAt(TYPE, { contact: { attributes: { city: 'Oslo', salary: 9 }, email: 'a@b.c', tags: ['vip'] } });
    await move([walk], installed('ok', undefined, calls()));
    expect(walk.effects).toMatchObject([
      {
        nodeId: 'f',
        visit: 1,
        effect: {
          ...{ kind: 'plugin', action: 'call-1', pin: PIN, type: TYPE, journeyId: 1, versionId: 1 },
          item: { key: 0, contact: { id: 1, attributes: { city: 'Oslo' }, tags: [] }, wake: { kind: 'arrived' } },
        },
      },
    ]);
    expect(JSON.stringify(walk.effects)).not.toMatch(/salary|a@b\.c|vip|config/);
    expect(walk.next).toMatchObject({ state: 'waiting', dueAt: null, memory: { $calls: 1 } });
  });

  it('goes on as the receipt says, and keeps its own memory inside the engine’s', async () => {
    const left = receipt({ item: 0, do: 'to', outcome: 'dry', output: { weather: 'dry' } });
    await move([left], installed('ok', undefined, calls()));
    expect(left.next).toMatchObject({ state: 'ended' });
    expect(left.variables).toEqual({ weather: 'dry' });

    const waits = receipt({ item: 0, do: 'wait', until: 9_000, memory: { asked: 3 } });
    await move([waits], installed('ok', undefined, calls()));
    expect(waits.next).toMatchObject({ dueAt: 9_000, memory: { $calls: 1, own: { asked: 3 } } });

    const woken = walkAt(TYPE, { pending: { kind: 'timer' }, memory: { $calls: 1, own: { asked: 3 } } });
    await move([woken], installed('ok', undefined, calls()));
    expect(woken.effects[0]?.effect).toMatchObject({ action: 'call-2', item: { memory: { asked: 3 }, wake: { kind: 'timer' } } }); // prettier-ignore
    expect(woken.next).toMatchObject({ memory: { $calls: 2, own: { asked: 3 } } });
  });

  it.each([
    ['an outcome it does not have', { item: 0, do: 'to', outcome: 'snow' }, 'snow'],
    [
      'a field it does not write',
      { item: 0, do: 'to', outcome: 'dry', patch: { set: { vip: true } } },
      'attributes.vip',
    ],
    ['a call of its own making', { item: 0, do: 'wait', effects: [{ kind: 'plugin', action: 'call-9' }] }, 'plugin'],
    [
      'a change of the contact as an effect',
      { item: 0, do: 'drop', effects: [{ kind: 'contact', set: {} }] },
      'contact',
    ],
    ['nothing', null, 'no decision'],
  ])('checks what comes back again: %s parks the run, and a retry calls again', async (_, decision, words) => {
    const walk = receipt(decision as never);
    await move([walk], installed('ok', undefined, calls()));
    expect(walk.failure).toMatch(/^plugin-fault: acme\.weather at node f: /);
    expect(walk.failure).toContain(words);
    expect(walk.effects).toEqual([]);
    expect(walk.again).toEqual({ pending: { kind: 'retry', attempt: 1 }, memory: { $calls: 1 } });
  });

  it('parks with the words of a call that came to nothing, or leaves by the outcome for failure', async () => {
    const failed = (whenUnavailable?: 'failure') =>
      walkAt(TYPE, {
        whenUnavailable,
        memory: { $calls: 1 },
        pending: { kind: 'receipt', receipt: { status: 'failed', reason: 'plugin-fault', data: { fault: 'hung' } }, call: 'call-1' },
      }); // prettier-ignore
    const parked = failed();
    await move([parked], installed('ok', undefined, calls()));
    expect(parked).toMatchObject({
      failure: 'plugin-fault: acme.weather at node f: hung',
      again: { memory: { $calls: 1 } },
    });
    const left = failed('failure');
    await move([left], installed('ok', undefined, calls()));
    expect(left.trace[0]).toMatchObject({ outcome: 'failed' });
    const gone = walkAt(TYPE, {
      memory: { $calls: 1 },
      pending: { kind: 'receipt', receipt: { status: 'failed', reason: 'plugin-unavailable', data: { state: 'disabled' } }, call: 'call-1' },
    }); // prettier-ignore
    await move([gone], installed('ok', undefined, calls()));
    expect(gone).toMatchObject({ failure: 'plugin-unavailable: acme.weather disabled', waitsFor: PIN });
  });

  it('passes over the receipt of a call that was given up since, and waits for the later one', async () => {
    const walk = receipt({ item: 0, do: 'to', outcome: 'dry' }, 'call-1', { $calls: 2 });
    await move([walk], installed('ok', undefined, calls()));
    expect(walk.next).toMatchObject({ state: 'waiting', dueAt: null, memory: { $calls: 2 } });
    expect(walk.effects).toEqual([]);
  });

  it('is told of what became of its messages by a call like any other', async () => {
    const walk = walkAt(TYPE, {
      memory: { $calls: 1 },
      pending: { kind: 'receipt', receipt: { status: 'delivered' } },
    });
    await move([walk], installed('ok', undefined, calls()));
    expect(walk.effects[0]?.effect).toMatchObject({ action: 'call-2', item: { wake: { kind: 'receipt' } } });
  });

  it('carries out what was decided before it was switched off, but nothing of what was revoked', async () => {
    const off = receipt({ item: 0, do: 'to', outcome: 'dry' });
    await move([off], installed('disabled', undefined, calls()));
    expect(off.next).toMatchObject({ state: 'ended' });
    const revoked = receipt({ item: 0, do: 'to', outcome: 'dry' });
    await move([revoked], installed('revoked', undefined, calls()));
    expect(revoked.failure).toBe('plugin-unavailable: acme.weather revoked');
  });
});
