import { covers, type Capability, type PluginManifest } from '@sojourn/plugin-sdk';

/** What `asked` wants that no capability of `had` allows. Two lists of fields are as good as one. */
export function beyond(had: readonly Capability[], asked: readonly Capability[]): readonly Capability[] {
  return asked.filter((one) => !partsOf(one).every((part) => had.some((other) => covers(other, part))));
}

/** A capability in parts that mean the same together: one field, one event, one channel each. */
function partsOf(one: Capability): readonly Capability[] {
  switch (one.kind) {
    case 'contacts.read':
      return one.fields.map((field) => ({ ...one, fields: [field] }));
    case 'contacts.write':
      return one.fields.map((field) => ({ ...one, fields: [field] }));
    case 'events.emit':
      return one.names.map((name) => ({ ...one, names: [name] }));
    case 'messages.send':
      return one.channels.map((channel) => ({ ...one, channels: [channel] }));
    default:
      return [one];
  }
}

/**
 * What a workspace grants, held against what the plugin asks for: every capability must lie inside one that was asked for, whose
 * reason it keeps. Answers the first that does not in `tooMuch`.
 */
export function narrowed(
  requested: readonly Capability[],
  wanted: readonly Capability[],
): { readonly granted: readonly Capability[] } | { readonly tooMuch: Capability } {
  const granted: Capability[] = [];
  for (const one of wanted) {
    const source = requested.find((other) => covers(other, one));
    if (!source) return { tooMuch: one };
    granted.push({ ...one, reason: source.reason } as Capability); // of the same kind
  }
  return { granted };
}

/**
 * A grant carried over to another version: what the workspace took away stays away, what is new comes only if it was consented to.
 * `was` is what the former version asked for, `granted` what it got.
 */
export function carriedOver(
  was: readonly Capability[],
  granted: readonly Capability[],
  asks: readonly Capability[],
): readonly Capability[] {
  return asks.flatMap((one) => {
    if (granted.some((other) => covers(other, one))) return [one];
    // Asked for before and narrowed: the narrower ones that are still asked for.
    if (was.some((other) => covers(other, one)))
      return granted.filter((other) => covers(one, other)).map((other) => ({ ...other, reason: one.reason }) as Capability); // prettier-ignore
    return [];
  });
}

/** Fields that nodes of a plugin may be handed, and write. */
export function dataOf({ nodes }: Pick<PluginManifest, 'nodes'>): {
  readonly reads: readonly string[];
  readonly writes: readonly string[];
} {
  const reads = nodes.flatMap(({ data }) => [
    ...data.reads,
    ...((data.readsFromConfig?.attributes ?? []).length > 0 ? ['attributes.*'] : []),
    ...((data.readsFromConfig?.conditions ?? []).length > 0 ? ['attributes.*', 'tags', 'event', 'events.*'] : []),
    ...((data.readsFromConfig?.events ?? []).length > 0 ? ['events.*'] : []),
  ]);
  const writes = nodes.flatMap(({ data }) => [
    ...(data.writes ?? []),
    ...((data.writesFromConfig?.attributes ?? []).length > 0 ? ['attributes.*'] : []),
    ...((data.writesFromConfig?.tags ?? []).length > 0 ? ['tags.*'] : []),
  ]);
  return { reads: [...new Set(reads)].sort(), writes: [...new Set(writes)].sort() };
}
