import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cyclesOf } from './cycles.js';

const arrows = (graph: Record<string, string[]>): ReadonlyMap<string, readonly string[]> =>
  new Map(Object.entries(graph));

describe('cyclesOf', () => {
  it('finds one cycle in each knot and none in a tree', () => {
    expect(cyclesOf(arrows({ a: ['b', 'c'], b: [], c: [] }))).toEqual([]);
    expect(
      cyclesOf(arrows({ a: ['b'], b: ['a'], c: ['c'], d: ['a'] }))
        .map((cycle) => cycle.length)
        .sort(),
    ).toEqual([1, 2]);
  });

  it('does not overflow on 100,000 nodes in a ring', () => {
    const ring = new Map(Array.from({ length: 100_000 }, (_, i) => [`${i}`, [`${(i + 1) % 100_000}`]]));
    expect(cyclesOf(ring)).toHaveLength(1);
  });

  it('agrees with a plain search: there is a cycle exactly when some node can reach itself', () => {
    const node = fc.integer({ min: 0, max: 7 }).map(String);
    fc.assert(
      fc.property(fc.array(fc.tuple(node, node), { maxLength: 14 }), (pairs) => {
        const graph = new Map<string, string[]>(Array.from({ length: 8 }, (_, i) => [`${i}`, []]));
        for (const [from, to] of pairs) graph.get(from)?.push(to);
        const reaches = (from: string): Set<string> => {
          const seen = new Set<string>();
          const ahead = [...(graph.get(from) ?? [])];
          for (let id = ahead.pop(); id !== undefined; id = ahead.pop()) {
            if (seen.has(id)) continue;
            seen.add(id);
            ahead.push(...(graph.get(id) ?? []));
          }
          return seen;
        };
        const knotted = [...graph.keys()].filter((id) => reaches(id).has(id));
        const cycles = cyclesOf(graph);
        expect(cycles.length > 0).toBe(knotted.length > 0);
        for (const cycle of cycles)
          cycle.forEach((id, i) => expect(graph.get(id)).toContain(cycle[(i + 1) % cycle.length]));
        // Each knotted node shares a knot with exactly one reported cycle.
        for (const id of knotted)
          expect(
            cycles.filter(([first = '']) => first === id || (reaches(id).has(first) && reaches(first).has(id))),
          ).toHaveLength(1);
      }),
      { numRuns: 1_000 },
    );
  });
});
