import type { NodeType } from '@sojourn/journey';
import { createStore, type StoreApi } from 'zustand/vanilla';

/** As `validate` reports them. */
export type Issue = ReturnType<NonNullable<NodeType['check']>>[number];

/** Problems by the node they concern; those of the whole journey and of the entry card under `entry`. */
export interface IssuesState {
  readonly all: readonly Issue[];
  readonly byNode: ReadonlyMap<string, readonly Issue[]>;
}

export type IssuesStore = StoreApi<IssuesState>;

export function createIssuesStore(): IssuesStore {
  return createStore<IssuesState>(() => ({ all: [], byNode: new Map() }));
}

/** Sorts problems by node, keeping each node's list when nothing about it changed, so that its card is left alone. */
export function setIssues(store: IssuesStore, all: readonly Issue[]): void {
  const before = store.getState().byNode;
  const sorted = new Map<string, Issue[]>();
  for (const issue of all) {
    const key = issue.nodeId ?? 'entry';
    const list = sorted.get(key);
    if (list) list.push(issue);
    else sorted.set(key, [issue]);
  }
  const byNode = new Map<string, readonly Issue[]>(
    [...sorted].map(([id, list]) => {
      const old = before.get(id);
      return [id, old && JSON.stringify(old) === JSON.stringify(list) ? old : list];
    }),
  );
  store.setState({ all, byNode });
}
