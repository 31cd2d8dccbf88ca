import { createHash } from 'node:crypto';
import { afterAll, describe, expect, it } from 'vitest';
import type { GuestBatchReport, GuestProgram } from '@sojourn/execution';
import { createSandbox } from './index.js';

const sandbox = createSandbox({ processes: 1 });
afterAll(() => sandbox.close());

/** The same code, for a sandbox that hands over objects and for one that hands over JSON. */
const bundle = (execute: string, takesObjects: boolean): GuestProgram => {
  const code = `var sojournPlugin = (() => {
    const to = (item, more) => ({ item: item.key, do: 'to', outcome: 'a', ...more });
    const batch = async (input, host) => (${execute})(input.items, input);
    const call = async (entry, text, host) => JSON.stringify(await batch(JSON.parse(text), host)) ?? 'null';
    return ${takesObjects ? '{ call, batch }' : '{ call }'};
  })();`;
  return { code, hash: createHash('sha256').update(code).digest('hex') };
};
const run = (execute: string, takesObjects: boolean, count = 40): Promise<GuestBatchReport> =>
  sandbox.runBatch({
    program: bundle(execute, takesObjects),
    tenant: { workspaceId: 1, plugin: 'acme.objects' },
    limits: { cpuMs: 2_000, wallMs: 10_000, memoryMb: 64, calls: 0 },
    at: 5,
    seed: 'a',
    head: { node: 'n', nodeId: 'n1', config: { of: ['x'] } },
    items: Array.from({ length: count }, (_, key) => ({
      key,
      contact: {
        id: key,
        attributes: { spend: key / 4, city: key % 3 ? 'Linz' : '北京' },
        tags: key % 2 ? ['vip'] : [],
      },
      wake: { kind: 'arrived' },
      ...(key % 5 === 0 && { memory: { n: key } }),
    })),
  });

describe('a bundle that takes objects decides the same as one that takes JSON', () => {
  it.each([
    ['all alike', '(items) => ({ decisions: items.map((item) => to(item, { patch: { set: { n: item.key / 3, c: item.contact.attributes.city } } })) })'],
    ['what it was given', '(items, { config, node, nodeId }) => ({ decisions: items.map((item) => to(item, { output: { item, config, node, nodeId } })) })'],
    ['each otherwise', '(items) => ({ decisions: items.map((item) => [to(item), to(item, { ["k" + item.key]: 1 }), to(item, { why: undefined, at: NaN }), to(item, { effects: [{ a: [item.key] }] })][item.key % 4]) })'],
    ['from the last to the first', '(items) => ({ decisions: items.map((item) => to(item)).reverse() })'],
    ['not for all, for some twice', '(items) => ({ decisions: items.flatMap((item) => [[], [to(item)], [to(item), to(item, { n: 1 })]][item.key % 3]) })'],
    ['things that are none', '(items) => ({ decisions: [null, 5, "x", [1], {}, { item: 99 }, { item: "0" }, ...items.map((item) => to(item))] })'],
    ['no list', '() => ({ decisions: { length: 3 } })'],
    ['nothing', '() => undefined'],
    ['with forbidden names', '(items) => ({ decisions: items.map((item) => to(item, JSON.parse(\'{"__proto__":{"x":1},"constructor":2,"t":"\\ud800"}\'))) })'],
    ['with methods that write them', '(items) => ({ decisions: items.map((item) => ({ ...to(item), toJSON: () => ({ item: item.key, do: "drop" }) })) })'],
    ['too long for one', '(items) => ({ decisions: items.map((item) => to(item, { text: "x".repeat(item.key === 3 ? 300000 : 3) })) })'],
    ['too deep for one', '(items) => ({ decisions: items.map((item) => { let o = 1; for (let i = 0; i < item.key; i++) o = { o }; return to(item, { o }); }) })'],
    ['too much', '(items) => ({ decisions: items.map((item) => to(item, { text: "x".repeat(200000) })) })'],
    ['what throws as it is read', '(items) => ({ decisions: items.map((item) => item.key === 7 ? { ...to(item), n: 5n } : to(item)) })'],
    ['and throws', '() => { throw new Error("no such thing"); }'],
  ])('%s', async (_, execute) => {
    const [objects, json] = [await run(execute, true), await run(execute, false)];
    expect(objects.results).toEqual(json.results);
    expect(JSON.stringify(objects.results)).toBe(JSON.stringify(json.results));
  }); // prettier-ignore

  it('as objects without prototypes', async () => {
    const { results } = await run(
      '(items) => ({ decisions: items.map((item) => to(item, { patch: { set: { a: 1 } } })) })',
      true,
    );
    const value =
      results[1]!.status === 'ok' ? (results[1]!.value as unknown as { patch: { set: object } }) : undefined;
    expect([value, value?.patch, value?.patch.set].map((one) => Object.getPrototypeOf(one) as unknown)).toEqual([
      null,
      null,
      null,
    ]);
  });

  it('in more than one shape and more rows than are made room for', async () => {
    const { results } = await run(
      '(items) => ({ decisions: items.map((item) => { const o = {}; for (let i = 0; i < 40; i++) o["k" + i] = item.key + i; return to(item, o); }) })',
      true,
      2_000,
    );
    expect(
      results.every((result, key) => result.status === 'ok' && (result.value as { k39?: number }).k39 === key + 39),
    ).toBe(true);
  });
});
