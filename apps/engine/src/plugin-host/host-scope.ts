import type { Capability, NodeSpec, PluginManifest } from '@sojourn/plugin-sdk';

/** For whom and within which bounds one batch reaches out. */
export interface HostScope {
  readonly workspaceId: number;
  readonly journeyId: number;
  readonly nodeId: string;
  readonly manifest: PluginManifest;
  readonly node: NodeSpec;
  /** What the workspace granted this version. */
  readonly granted: readonly Capability[];
  /** By key; none for functions that are about nobody. */
  readonly items: readonly HostItem[];
  /** Requests that belong to no item; default so many as all items together may make. */
  readonly budget?: number;
  /** Whether signatures may be checked: of what somebody posted. */
  readonly verifies?: boolean;
  /**
   * Asked before anything happens outside for these items (keys): answers those for which it may. Absent: for all, as in functions
   * that change nothing.
   */
  readonly begin?: (keys: readonly number[]) => Promise<ReadonlySet<number>>;
}

export interface HostItem {
  readonly contactId: number;
  /** The effect's key; repetitions are recognised by it. */
  readonly effectKey?: string;
}

/** What the plugin asked for and the workspace granted, of one kind: both lists, for whoever checks one against both. */
export function bothOf<K extends Capability['kind']>(
  { manifest, granted }: Pick<HostScope, 'manifest' | 'granted'>,
  kind: K,
): readonly [asked: readonly Extract<Capability, { kind: K }>[], granted: readonly Extract<Capability, { kind: K }>[]] {
  const own = (list: readonly Capability[] = []) =>
    list.filter((one): one is Extract<Capability, { kind: K }> => one.kind === kind);
  return [own(manifest.capabilities), own(granted)];
}
