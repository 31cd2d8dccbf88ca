import type { JsonObject } from '@sojourn/kernel';
import type { Reads } from '@sojourn/rules';
import type { EntryRule, ExitRule, Reentry } from './document.js';
import type { PluginPin } from './plugin-pin.js';

/** A published document made ready to run: immutable, looked up by id, no searching at run time. */
export interface Plan {
  readonly timeZone: string;
  readonly entries: readonly EntryRule[];
  readonly reentry: Reentry;
  readonly exits: readonly ExitRule[];
  /** Where a run begins. */
  readonly start: string;
  readonly nodes: ReadonlyMap<string, PlanNode>;
  /** What deciding who enters reads. */
  readonly entryReads: Reads;
  /** What moving a run reads: every node, and the exits. */
  readonly stepReads: Reads;
  /** Both together. */
  readonly reads: Reads;
}

export interface PlanNode {
  readonly id: string;
  readonly type: string;
  readonly config: JsonObject;
  /** Outcome id -> next node. An outcome that is missing here ends the run with the reason `unconnected`. */
  readonly next: ReadonlyMap<string, string>;
  /** What this node alone reads. */
  readonly reads: Reads;
  /** The plugin whose node this is; absent for what ships with the product. */
  readonly pin?: PluginPin;
  /** Nobody here knows the type: the plan runs without it, and whoever comes here waits for the plugin. */
  readonly ghost?: true;
  readonly whenUnavailable?: 'park' | 'failure';
}
