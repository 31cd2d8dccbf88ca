import { emptyDocument, type JourneyDocument, type PluginPin } from '@sojourn/journey';
import { describe, expect, it } from 'vitest';
import { manifest, PIN } from './plugins/plugin.fixture.js';
import { pluginNodeTypes } from './plugins/plugin-node-type.js';
import type { PluginNodes, PluginNodeType } from './plugins/ports.js';
import { JourneyRegistry } from './registry.js';

const at = { x: 0, y: 0 };
const drawn = (pin: PluginPin = PIN): JourneyDocument => ({
  ...emptyDocument('Weather'),
  entry: { position: at, rules: [{ id: 'a', kind: 'api' }], reentry: { mode: 'always' } },
  nodes: [{ id: 'f', type: 'acme.weather/forecast', config: {}, position: at }],
  edges: [{ id: 'e', from: { node: 'entry', outcome: 'entered' }, to: 'f' }],
  plugins: { 'acme.weather/forecast': pin },
});
const nothing = { get: () => undefined };

/** Plugins that come and go by hash. */
class Shelf implements PluginNodes {
  readonly stored = new Map<string, ReadonlyMap<string, PluginNodeType>>();
  changed = false;
  loads = 0;
  load = () => Promise.resolve(void this.loads++);
  nodeType = (pin: PluginPin, type: string) => this.stored.get(pin.hash)?.get(type);
  refresh = () => {
    const { changed } = this;
    this.changed = false;
    return Promise.resolve(changed);
  };
  stateOf = () => 'ok' as const;
  execute = () => Promise.resolve([]);
}
const store = (document: JourneyDocument) => ({
  liveJourneys: (after: number) =>
    Promise.resolve({
      revision: 1,
      journeys: after > 0 ? [] : [{ workspaceId: 1, journeyId: 5, versionId: 7, state: 'live' as const, document }],
    }),
});

describe('the registry and plugins', () => {
  it('loads what a document pins before it compiles it', async () => {
    const shelf = new Shelf();
    shelf.stored.set(PIN.hash, pluginNodeTypes(manifest()));
    const registry = new JourneyRegistry(store(drawn()), nothing, shelf);
    await registry.refresh();
    expect(shelf.loads).toBe(1);
    const node = registry.live(5)?.plan.nodes.get('f');
    expect(node).toMatchObject({ pin: PIN });
    expect(node).not.toHaveProperty('ghost');
    expect([...node!.reads.attributes]).toEqual(['city']);
  });

  it.each([
    ['told of it', true],
    ['though somebody else was told first', false],
  ])('compiles ghosts again when the plugin is back, %s', async (_, changed) => {
    const shelf = new Shelf();
    const registry = new JourneyRegistry(store(drawn()), nothing, shelf);
    await registry.refresh();
    expect(registry.live(5)?.plan.nodes.get('f')).toMatchObject({ ghost: true });
    expect((await registry.plans([7], () => Promise.resolve([])))(7)?.nodes.get('f')?.reads.attributes.size).toBe(0);
    shelf.stored.set(PIN.hash, pluginNodeTypes(manifest()));
    shelf.changed = changed;
    await registry.refresh();
    const plan = (await registry.plans([7], () => Promise.resolve([])))(7);
    expect(plan?.nodes.get('f')).not.toHaveProperty('ghost');
    expect(registry.live(5)?.plan).toBe(plan);
  });

  it('follows a plugin under development, and leaves a pinned one as it was compiled', async () => {
    const shelf = new Shelf();
    const registry = new JourneyRegistry(store(drawn({ ...PIN, hash: 'dev:acme.weather' })), nothing, shelf);
    const settled = new JourneyRegistry(store(drawn()), nothing, shelf);
    for (const hash of ['dev:acme.weather', PIN.hash]) shelf.stored.set(hash, pluginNodeTypes(manifest()));
    await registry.refresh();
    await settled.refresh();
    const before = [registry, settled].map((one) => one.live(5)?.plan);
    const next = pluginNodeTypes(manifest({ data: { reads: ['attributes.region'] } }));
    for (const hash of ['dev:acme.weather', PIN.hash]) shelf.stored.set(hash, next);
    await registry.refresh();
    await settled.refresh();
    expect([...registry.live(5)!.plan.nodes.get('f')!.reads.attributes]).toEqual(['region']);
    expect(registry.live(5)?.plan).not.toBe(before[0]);
    expect(settled.live(5)?.plan).toBe(before[1]);
  });
});
