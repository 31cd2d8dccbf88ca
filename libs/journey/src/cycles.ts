/** Arrows by their start. */
export type Arrows = ReadonlyMap<string, readonly string[]>;

/**
 * One cycle out of each knot of a graph (strongly connected component), as the ids along it. Linear, without recursion:
 * a drawing of 1,000 nodes in a row must not overflow. Source: Tarjan, "Depth-first search and linear graph algorithms", 1972.
 */
export function cyclesOf(arrows: Arrows): readonly (readonly string[])[] {
  const order = new Map<string, number>();
  const low = new Map<string, number>();
  const onStack = new Set<string>();
  const stack: string[] = [];
  const cycles: (readonly string[])[] = [];

  for (const root of arrows.keys()) {
    if (order.has(root)) continue;
    const path: { readonly id: string; next: number }[] = [];
    const enter = (id: string): void => {
      order.set(id, order.size);
      low.set(id, order.size - 1);
      stack.push(id);
      onStack.add(id);
      path.push({ id, next: 0 });
    };
    const lower = (id: string, to: number): void => void low.set(id, Math.min(low.get(id) ?? to, to));

    enter(root);
    for (let top = path.at(-1); top; top = path.at(-1)) {
      const { id } = top;
      const to = arrows.get(id)?.[top.next];
      top.next += 1;
      if (to !== undefined) {
        if (!order.has(to)) enter(to);
        else if (onStack.has(to)) lower(id, order.get(to) ?? 0);
        continue;
      }
      path.pop();
      const parent = path.at(-1);
      if (parent) lower(parent.id, low.get(id) ?? 0);
      if (low.get(id) !== order.get(id)) continue;
      const knot = stack.splice(stack.lastIndexOf(id));
      for (const member of knot) onStack.delete(member);
      const cycle = cycleWithin(new Set(knot), id, arrows);
      if (cycle) cycles.push(cycle);
    }
  }
  return cycles;
}

/** The shortest way from a node of a knot back to itself; null when the knot is a single node without an arrow to itself. */
function cycleWithin(knot: ReadonlySet<string>, start: string, arrows: Arrows): readonly string[] | null {
  const cameFrom = new Map<string, string>();
  const queue = [start];
  for (const id of queue) {
    for (const to of arrows.get(id) ?? []) {
      if (to === start) {
        const way = [id];
        for (let back = id; back !== start;) {
          back = cameFrom.get(back) ?? start;
          way.unshift(back);
        }
        return way;
      }
      if (!knot.has(to) || cameFrom.has(to)) continue;
      cameFrom.set(to, id);
      queue.push(to);
    }
  }
  return null;
}
