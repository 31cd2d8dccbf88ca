import { UnexpectedError } from '@sojourn/kernel';
import { DECLARATIVE_REASONS } from './declarative/reasons.js';
import type { Identity, Manifest, OutcomeSpec, ReadsSpec } from './manifest.js';
import type { Capability } from './capability.js';
import type { DataSpec, NodeSpec } from './node-spec.js';
import type { PluginManifest } from './plugin-manifest.js';

/** The publisher of what ships: its node types go by their bare names. */
export const HOUSE = 'sojourn';

/** The type a drawing knows a node by: `acme.weather/forecast`, or `wait` for a node of the publisher `sojourn`. */
export function qualifiedType({ id }: Pick<PluginManifest, 'id'>, type: string): string {
  return id.startsWith(`${HOUSE}.`) ? type : `${id}/${type}`;
}

/** A flat manifest for each node of a plugin: what palette, canvas, forms and engine read. */
export function nodeManifestsOf(plugin: PluginManifest): Manifest[] {
  return plugin.nodes.map((node) => flat(plugin, node));
}

/** That of one node type, by its bare name. Throws when the plugin has none. */
export function nodeManifestOf(plugin: PluginManifest, type: string): Manifest {
  const node = plugin.nodes.find((one) => one.type === type);
  if (!node)
    throw new UnexpectedError(`The plugin ${plugin.id} has no node type "${type}".`, { code: 'manifest.unknown-type' });
  return flat(plugin, node);
}

function flat(plugin: PluginManifest, node: NodeSpec): Manifest {
  const { kind, title, description, category, icon, waits, summary, summaries, config, defaults, defaultTexts } = node;
  return {
    name: qualifiedType(plugin, node.type),
    version: plugin.version,
    plugin: { id: plugin.id, version: plugin.version },
    kind,
    title,
    description,
    category,
    icon,
    waits,
    summary,
    ...(summaries && { summaries }),
    config,
    defaults,
    ...(defaultTexts && { defaultTexts }),
    outcomes: [...(node.dynamicOutcomes ?? []), ...node.outcomes] satisfies OutcomeSpec[],
    reads: readsSpecOf(node.data),
    reasons: node.declarative ? { ...DECLARATIVE_REASONS, ...node.reasons } : node.reasons,
    permissions: permissionsOf(node),
    ...(node.hooks && { hooks: node.hooks }),
  };
}

const IDENTITIES: readonly string[] = [
  'email',
  'phone',
  'externalId',
  'language',
  'timeZone',
] satisfies readonly Identity[];

/** What a node declares to read, sorted by what it is. */
export function readsSpecOf({ reads, readsFromConfig = {}, narrowedAt }: DataSpec): ReadsSpec {
  const { attributes: attributesAt, conditions: conditionsAt, events: eventsAt } = readsFromConfig;
  const attributes = below(reads, 'attributes.');
  const variables = below(reads, 'variables.');
  const events = below(reads, 'events.');
  const identities = reads.filter((field): field is Identity => IDENTITIES.includes(field));
  return {
    ...(identities.length > 0 && { identities }),
    ...(attributes && { attributes }),
    ...(reads.includes('tags') && { tags: true }),
    ...(variables && { variables }),
    ...(reads.includes('event') && { event: true }),
    ...(events && events !== 'all' && { events }),
    ...(attributesAt && { attributesAt }),
    ...(conditionsAt && { conditionsAt }),
    ...(eventsAt && { eventsAt }),
    ...(narrowedAt && { narrowedAt }),
  };
}

function below(fields: readonly string[], prefix: string): readonly string[] | 'all' | undefined {
  const names = fields.filter((field) => field.startsWith(prefix)).map((field) => field.slice(prefix.length));
  if (names.length === 0) return undefined;
  return names.includes('*') ? 'all' : names;
}

/** What each capability lets a node emit and ask. */
const PERMISSIONS: { readonly [kind in Capability['kind']]?: readonly string[] } = {
  coupons: ['coupon.issue'],
  collectibles: ['collectible.reserve', 'mint'],
  scripts: ['script.run'],
  webhooks: ['webhook'],
  'messages.send': ['message'],
  'contacts.write': ['contact'],
};

function permissionsOf({ uses = [], data }: NodeSpec): readonly string[] {
  const writes = data.writes !== undefined || data.writesFromConfig !== undefined;
  const kinds = new Set<Capability['kind']>([...uses, ...(writes ? (['contacts.write'] as const) : [])]);
  return [...kinds].flatMap((kind) => PERMISSIONS[kind] ?? []);
}
