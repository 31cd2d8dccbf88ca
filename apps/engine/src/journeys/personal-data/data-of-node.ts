import type { JourneyNode } from '@sojourn/journey';
import type { LocalText } from '@sojourn/kernel';
import {
  nodeManifestsOf,
  projectionOf,
  valuesAt,
  type Capability,
  type NodeSpec,
  type PluginManifest,
} from '@sojourn/plugin-sdk';

/** What a node does with personal data, by what its plugin declares, applied to its config. */
export interface NodeData {
  /** As in `data.reads` of a manifest: `email`, `tags`, `attributes.city`, `attributes.*`, `event`, `events.<type>`. */
  readonly reads: readonly string[];
  readonly writes: readonly string[];
  /** Hosts to which it may send what it reads. */
  readonly hosts: readonly string[];
  /** Channels by which it reaches the contact. */
  readonly channels: readonly string[];
  /** Why, in the words of the plugin's author. */
  readonly reasons: readonly { readonly capability: Capability['kind']; readonly text: LocalText }[];
}

export function dataOfNode(plugin: PluginManifest, spec: NodeSpec, { config, type }: JourneyNode): NodeData {
  const used = usedBy(plugin, spec);
  return {
    reads: readsOf(plugin, type, config),
    writes: writesOf(spec, config),
    hosts: unique([...used.flatMap((one) => (one.kind === 'http' ? one.hosts : [])), ...addressesIn(spec, config)]),
    channels: channelsOf(spec, used, config),
    reasons: used.map(({ kind, reason }) => ({ capability: kind, text: reason })),
  };
}

/** Reading and writing contacts is asked for by the plugin as a whole. */
function usedBy({ capabilities = [] }: PluginManifest, spec: NodeSpec): readonly Capability[] {
  const uses = new Set<Capability['kind']>([
    ...(spec.uses ?? []),
    ...(spec.declarative ? (['http'] as const) : []),
    ...(spec.data.reads.length > 0 || spec.data.readsFromConfig ? (['contacts.read'] as const) : []),
    ...(spec.data.writes || spec.data.writesFromConfig ? (['contacts.write'] as const) : []),
  ]);
  return capabilities.filter(({ kind }) => uses.has(kind));
}

function readsOf(plugin: PluginManifest, type: string, config: JourneyNode['config']): readonly string[] {
  const manifest = nodeManifestsOf(plugin).find(({ name }) => name === type);
  if (!manifest) return [];
  const { identities, attributes, tags, variables, event, events } = projectionOf(manifest, config);
  const named = (kind: string, names: ReadonlySet<string> | 'all'): string[] =>
    names === 'all' ? [`${kind}.*`] : [...names].map((name) => `${kind}.${name}`);
  return unique([
    ...identities,
    ...(tags ? ['tags'] : []),
    ...named('attributes', attributes),
    ...(event ? ['event'] : []),
    ...[...events.keys()].map((name) => `events.${name}`),
    ...named('variables', variables),
  ]);
}

function writesOf({ data }: NodeSpec, config: JourneyNode['config']): readonly string[] {
  const { writes = [], writesFromConfig = {} } = data;
  const chosen = (pointers: readonly string[] = [], kind: string): string[] =>
    pointers
      .flatMap((pointer) => valuesAt(config, pointer))
      .flatMap(({ value }) => (typeof value === 'string' && value !== '' ? [`${kind}.${value}`] : []));
  return unique([
    ...writes,
    ...chosen(writesFromConfig.attributes, 'attributes'),
    ...chosen(writesFromConfig.tags, 'tags'),
  ]);
}

/** A node that uses webhooks sends to the address in its config. */
function addressesIn({ uses = [] }: NodeSpec, { url }: JourneyNode['config']): readonly string[] {
  if (!uses.includes('webhooks') || typeof url !== 'string' || !URL.canParse(url)) return [];
  return [new URL(url).host];
}

/** A node that has a channel in its config uses that one, else it may use all that its plugin asks for. */
function channelsOf(
  spec: NodeSpec,
  used: readonly Capability[],
  { channel }: JourneyNode['config'],
): readonly string[] {
  const asked = used.flatMap((one) => (one.kind === 'messages.send' ? one.channels : []));
  if (asked.length > 0 && typeof channel === 'string') return [channel];
  return unique(asked);
}

const unique = (texts: Iterable<string>): readonly string[] => [...new Set(texts)];
