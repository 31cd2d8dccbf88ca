import type { PlanNode } from '@sojourn/journey';
import type { Clock } from '@sojourn/kernel';
import type { NodeSpent } from './ports.js';
import type { Walk } from './walk.js';

/** What the nodes of one batch took, added up by journey and node: a node may be visited several times within a wake. */
export class NodeCosts {
  readonly #monotonic: Clock;
  readonly #spent = new Map<string, { -readonly [field in keyof NodeSpent]: NodeSpent[field] }>();

  /** `monotonic` in milliseconds, with their fractions. */
  constructor(monotonic: Clock) {
    this.#monotonic = monotonic;
  }

  now(): number {
    return this.#monotonic.now();
  }

  /** A group has been asked at a node since `began`; most of it has moved on by now. */
  add({ id: nodeId, type }: PlanNode, group: readonly Walk[], began: number): void {
    const us = (this.now() - began) * 1_000;
    const errors = group.reduce((sum, { failure }) => (failure === undefined ? sum : sum + 1), 0);
    const { workspaceId, journeyId } = group[0]!.run; // groups are not empty
    const key = `${journeyId} ${nodeId}`;
    const row = this.#spent.get(key);
    if (!row) {
      this.#spent.set(key, { workspaceId, journeyId, nodeId, type, items: group.length, us, errors });
      return;
    }
    row.items += group.length;
    row.us += us;
    row.errors += errors;
  }

  spent(): readonly NodeSpent[] {
    return [...this.#spent.values()];
  }
}
