import { createStore, type StoreApi } from 'zustand/vanilla';

/** Live numbers of one version. A store of their own: a new number re-renders the number, never the card around it. */
export interface CountsState {
  /** Whether numbers are drawn at all. */
  readonly shown: boolean;
  /** Contacts that ever entered, and those inside now. */
  readonly entered: number;
  readonly active: number;
  readonly nodes: { readonly [nodeId: string]: NodeCounts };
}

export interface NodeCounts {
  readonly entered: number;
  readonly here: number;
  /** Those of them that are parked and wait for a person. */
  readonly parked?: number;
  /** How many left by each outcome. */
  readonly outcomes: { readonly [outcome: string]: number };
}

export type CountsStore = StoreApi<CountsState>;

export const NO_COUNTS: CountsState = { shown: false, entered: 0, active: 0, nodes: {} };

export function createCountsStore(): CountsStore {
  return createStore<CountsState>(() => NO_COUNTS);
}
