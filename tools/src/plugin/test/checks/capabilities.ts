import { valuesAt } from '@sojourn/journey';
import { type Capability, hostFits, includesField, type NodeSpec } from '@sojourn/plugin-sdk';
import type { LookedAt } from '@sojourn/plugin-sdk/testing';
import { type Bench } from '../bench.js';
import { result, type Check } from '../check.js';
import { lookedAt } from '../looked-at.js';

/** What a node reaches for is declared, and what is declared it reaches for: an agency is asked for nothing in vain. */
export const capabilities: Check = {
  name: 'capabilities',
  run: async (bench) => {
    const { manifest } = bench.project;
    const problems = [...bench.seen.undeclared].map((fault) => `undeclared: ${fault}`);
    const asked = manifest.capabilities ?? [];
    const kinds = asked.map(({ kind }) => kind);
    const looks = await lookedAt(bench);
    let looked = 0;
    for (const node of manifest.nodes) {
      const used = usedBy(bench, node);
      for (const kind of node.uses ?? []) {
        looked += 1;
        if (!used.has(kind)) problems.push(`unused: ${node.type} declares "${kind}" and never used it in any test; remove it from "uses", or add a contact for whom it does`); // prettier-ignore
        if (!kinds.includes(kind))
          problems.push(`${node.type} uses "${kind}", for which plugin.json has no capability`);
      }
      for (const kind of used) {
        if (kind === 'contacts.write' || (node.uses ?? []).some((one) => one === kind)) continue;
        problems.push(`undeclared: ${node.type} used "${kind}", which its "uses" does not name`);
      }
      looked += node.data.reads.length;
      problems.push(...readProblems(bench, node, looks[node.type]), ...writeProblems(bench, node));
    }
    for (const kind of new Set(kinds)) {
      looked += 1;
      if (!manifest.nodes.some((node) => needs(node, kind)))
        problems.push(`unused: the capability "${kind}" is declared and no node needs it`);
    }
    const notes = asked.flatMap((one) => spareParts(bench, one));
    return { ...result('capabilities', looked, 'declarations', problems), notes };
  },
};

function usedBy({ seen }: Bench, { type }: NodeSpec): ReadonlySet<string> {
  return seen.used.get(type) ?? new Set();
}

function needs({ uses = [], data }: NodeSpec, kind: string): boolean {
  if (kind === 'contacts.read') return data.reads.length > 0 || data.readsFromConfig !== undefined;
  if (kind === 'contacts.write') return data.writes !== undefined || data.writesFromConfig !== undefined;
  return uses.some((one) => one === kind);
}

/** Fields that the code looks at and would never see, and fields that it is handed and never looks at. */
function readProblems(bench: Bench, node: NodeSpec, looks: LookedAt | undefined): string[] {
  const { type, data, declarative } = node;
  // Nothing ran, or a condition of the config decides what is looked at; holes of a request are held to `data.reads` by the manifest's check.
  if (!looks || looks.whole.includes('item') || declarative) return [];
  const { reads } = data;
  const known = [...reads, ...chosenIn(bench, node)];
  const blind = looks.reads.filter(
    (field) => !known.some((one) => includesField(one, field) || includesField(field, one)),
  );
  const isLookedAt = (field: string): boolean =>
    (field === 'language' && looks.speaks) ||
    looks.reads.some((one) => includesField(field, one) || includesField(one, field)) ||
    looks.whole.some((room) => field.startsWith(`${room}.`));
  return [
    ...outermost(blind).map((field) => `undeclared: the code of ${type} looks at ${field}, which never crosses: name it in "data.reads" and in the capability "contacts.read", or leave it`), // prettier-ignore
    ...reads.filter((field) => !isLookedAt(field)).map((field) => `unused: ${type} declares that it reads ${field} and looked at it in no test; remove it, or add a contact for whom it does`), // prettier-ignore
  ];
}

/** Fields that the configs of the fixtures name. */
function chosenIn({ fixtures }: Bench, { type, data: { readsFromConfig = {} } }: NodeSpec): readonly string[] {
  const { attributes = [], conditions = [], events = [] } = readsFromConfig;
  const texts = (pointers: readonly string[], room: string): string[] =>
    fixtures
      .filter(({ node }) => node === type)
      .flatMap(({ config }) => pointers.flatMap((pointer) => valuesAt(config, pointer)))
      .flatMap(({ value }) => [value].flat())
      .flatMap((value) => (typeof value === 'string' ? [`${room}.${value}`] : []));
  return [
    ...texts(attributes, 'attributes'),
    ...texts(events.map((one) => (typeof one === 'string' ? one : one.at)), 'events'), // prettier-ignore
    ...(conditions.length > 0 ? ['attributes.*', 'tags', 'event', 'events.*'] : []),
  ];
}

/** `attributes.address` alone where `attributes.address.city` was looked at as well. */
const outermost = (fields: readonly string[]): readonly string[] =>
  fields.filter((field) => !fields.some((other) => other !== field && includesField(other, field)));

function writeProblems({ seen }: Bench, { type, data }: NodeSpec): string[] {
  const written = [...(seen.written.get(type) ?? [])];
  return (data.writes ?? [])
    .filter((field) => !written.some((one) => includesField(field, one)))
    .map((field) => `unused: ${type} declares that it writes ${field} and wrote it in no test; remove it, or add a contact for whom it does`); // prettier-ignore
}

/** Hosts, methods, events and channels that are asked for and were used in no test: perhaps too much, perhaps a test too few. */
function spareParts({ seen }: Bench, one: Capability): string[] {
  const used = [...seen.parts.values()].flatMap((parts) => [...parts]);
  const spare = (what: string, all: readonly string[], isUsed: (one: string) => boolean): string[] =>
    all
      .filter((part) => !isUsed(part))
      .map((part) => `no test uses the ${what} ${part} of the capability "${one.kind}"`);
  switch (one.kind) {
    case 'http': {
      const calls = used.flatMap((part) => /^([A-Z]+) (https?:.+)$/.exec(part)?.slice(1, 3) ?? []);
      const methods = calls.filter((_, index) => index % 2 === 0);
      const hosts = calls.filter((_, index) => index % 2 === 1).flatMap((url) => URL.parse(url)?.host ?? []);
      return [
        ...spare('host', one.hosts, (pattern) => hosts.some((host) => hostFits(pattern, host))),
        ...spare('method', one.methods, (method) => methods.includes(method)),
      ];
    }
    case 'events.emit':
      return spare('event', one.names, (name) => used.includes(`event ${name}`));
    case 'messages.send':
      return spare('channel', one.channels, (channel) => used.includes(`channel ${channel}`));
    default:
      return [];
  }
}
