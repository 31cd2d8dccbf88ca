import type { Capability, PluginManifest } from '@sojourn/plugin-sdk';

/** Whether a host pattern lets everything of another: `*.acme.test` covers `api.acme.test` and `*.eu.acme.test`, not `acme.test`. */
export function hostCovers(pattern: string, host: string): boolean {
  const [own, other] = [pattern.toLowerCase(), host.toLowerCase()];
  return own === other || (own.startsWith('*.') && other.replace(/^\*\./, 'x.').endsWith(own.slice(1)));
}

/** `/v1/*` covers `/v1/forecast` and `/v1/a/*`. */
export function pathCovers(pattern: string, path: string): boolean {
  return pattern === path || (pattern.endsWith('*') && path.startsWith(pattern.slice(0, -1)));
}

/** `attributes.*` covers `attributes.city`. */
export function fieldCovers(pattern: string, field: string): boolean {
  return pattern === field || (pattern.endsWith('.*') && field.startsWith(pattern.slice(0, -1)));
}

type Covers = (pattern: string, value: string) => boolean;
const same: Covers = (pattern, value) => pattern === value;
const all = (patterns: readonly string[], values: readonly string[], covers: Covers): boolean =>
  values.every((value) => patterns.some((pattern) => covers(pattern, value)));

/** Whether one capability allows everything that another does. */
export function covers(wide: Capability, narrow: Capability): boolean {
  if (wide.kind === 'http' && narrow.kind === 'http')
    return (
      all(wide.hosts, narrow.hosts, hostCovers) &&
      all(wide.methods, narrow.methods, same) &&
      all(wide.paths, narrow.paths, pathCovers)
    );
  if (wide.kind === 'contacts.read' && narrow.kind === 'contacts.read')
    return all(wide.fields, narrow.fields, fieldCovers);
  if (wide.kind === 'contacts.write' && narrow.kind === 'contacts.write')
    return all(wide.fields, narrow.fields, fieldCovers);
  if (wide.kind === 'messages.send' && narrow.kind === 'messages.send')
    return all(wide.channels, narrow.channels, same) && narrow.perContactPerDay <= wide.perContactPerDay;
  if (wide.kind === 'kv' && narrow.kind === 'kv')
    return all(wide.scopes, narrow.scopes, same) && narrow.quotaKb <= wide.quotaKb;
  if (wide.kind === 'events.emit' && narrow.kind === 'events.emit') return all(wide.names, narrow.names, same);
  return wide.kind === narrow.kind;
}

/** What `asked` wants that no capability of `had` allows. */
export function beyond(had: readonly Capability[], asked: readonly Capability[]): readonly Capability[] {
  return asked.filter((one) => !had.some((other) => covers(other, one)));
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
