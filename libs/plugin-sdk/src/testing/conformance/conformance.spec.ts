import { describe, expect, it } from 'vitest';
import { serve } from '../../guest/serve.js';
import { defineNode, definePlugin, type PluginProgram } from '../../node.js';
import type { Decision } from '../../decision.js';
import type { Item } from '../../item.js';
import { samplePlugin } from '../../sample.fixture.js';
import { to } from '../../verbs.js';
import { event, visit } from '../visit.js';
import { conformance, type ConformanceFixture } from './conformance.js';
import { type ConformanceRunner, inProcessRunner } from './runner.js';

/** The guest's runtime in this very process: all of the way across but the wall. */
function crossing(plugin: PluginProgram): ConformanceRunner {
  const guest = serve(plugin, {});
  return {
    name: 'crossing',
    async run({ node, nodeId, config, data }) {
      const input = JSON.stringify({ node, nodeId, config, items: data });
      const refuse = () => Promise.resolve('{"error":{"code":"http","message":"no"}}');
      const { decisions } = JSON.parse(await guest.call('execute', input, refuse)) as { decisions: Decision[] };
      return data.map(({ key }) => {
        const decision = decisions.find(({ item }) => item === key);
        return decision ? { decision } : { fault: 'not answered' };
      });
    },
  };
}

const at = visit().withAttributes({ city: 'Bath', secret: 'x' });
const fixtures: ConformanceFixture[] = [
  {
    name: 'arms',
    node: 'sample',
    config: { arms: [{ id: 'a', event: 'opened' }], mode: 'slow', span: { amount: 1, unit: 'days' } },
    visits: [at, at.withContact({ id: 2 }).history([event('opened')]), at.withContact({ id: 3 }).withAttributes({})],
  },
  { name: 'fast', node: 'sample', config: { arms: [{ id: 'a' }, { id: 'b' }], mode: 'slow' }, visits: [at, at] },
];
const wrong = async (decide: (items: readonly Item[]) => readonly Decision[]): Promise<string[]> => {
  const plugin = definePlugin({ nodes: { sample: defineNode({ execute: (_, { items }) => decide(items) }) } });
  const rows = await conformance(samplePlugin, [inProcessRunner(plugin, {}), crossing(plugin)], fixtures);
  expect(rows).toHaveLength(12);
  return [...new Set(rows.filter(({ faults }) => faults.length > 0).map(({ check }) => check))];
};

describe('conformance', () => {
  it('finds nothing in a node that keeps its word', async () => {
    const way = (item: Item): string => (item.contact.attributes['city'] === 'Bath' ? 'a' : 'else');
    expect(await wrong((items) => items.map((item) => to(item, way(item))))).toEqual([]);
    expect(await wrong((items) => items.map((item) => to(item, item.history('opened').length > 0 ? 'a' : 'else')).toReversed())).toEqual([]); // prettier-ignore
  });

  it('finds what is read and not declared', async () => {
    expect(await wrong((items) => items.map((item) => to(item, item.contact.attributes['secret'] ? 'a' : 'else')))).toEqual(['equal']); // prettier-ignore
  });

  it('finds items that depend on the others in their batch, and on their place', async () => {
    expect(await wrong((items) => items.map((item) => to(item, items.length > 1 ? 'a' : 'else')))).toEqual(['split']);
    expect(await wrong((items) => items.map((item, place) => to(item, place === 0 ? 'a' : 'else')))).toEqual(['split', 'order']); // prettier-ignore
  });

  it('finds what is left from batch to batch', async () => {
    let asked = 0;
    const found = await wrong((items) => items.map((item) => to(item, asked++ % 5 === 0 ? 'a' : 'else')));
    expect(found).toContain('state');
    expect(found).toContain('determinism');
  });

  it('finds ways and reasons that are not declared, and items without an answer', async () => {
    expect(await wrong((items) => items.map((item) => to(item, 'lost')))).toEqual(['answered']);
    expect(await wrong((items) => items.map((item) => to(item, 'a', { why: { code: 'odd' } })))).toEqual(['answered']);
    expect(await wrong((items) => items.slice(0, 0).map((item) => to(item, 'a')))).toEqual(['answered']);
  });
});
