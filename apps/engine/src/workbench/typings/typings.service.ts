import { Inject, Injectable } from '@nestjs/common';
import { ENTRY_NODE, type JourneyDocument } from '@sojourn/journey';
import type { JsonObject } from '@sojourn/kernel';
import { contactViews, drawings, eventViews, type Database } from '@sojourn/storage';
import { noSuchJourney } from '../../journeys/journey.errors.js';
import { readDraft } from '../../journeys/read-draft.js';
import { DATABASE, PLUGIN_CATALOGUE, PLUGINS, type InstalledPlugins, type PluginCatalogue } from '../../ports.js';
import { CODE, codeConfigOf } from '../code-node.js';
import { noSuchNode } from '../workbench.errors.js';
import { declarationsOf } from './declarations.js';
import { leftBefore } from './left-before.js';
import { readableOf } from './readable.js';
import { IDENTITIES, readsOfSource } from './reads-of-source.js';
import type { TypingsRequest, TypingsView } from './typings.dto.js';
import { attributesWritten, leavesOf } from './what-nodes-leave.js';

/** How many of the newest rows are looked at for names and types. */
const SAMPLE = 2_000;
const TAGS = 200;
const ATTRIBUTES = 300;

/** What a script finds at its place in a journey, as types: attributes in use, events that let in, what earlier nodes leave. */
@Injectable()
export class TypingsService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(PLUGINS) private readonly plugins: InstalledPlugins,
    @Inject(PLUGIN_CATALOGUE) private readonly installed: PluginCatalogue,
  ) {}

  async typings(workspaceId: number, { journey, node: nodeId, document }: TypingsRequest): Promise<TypingsView> {
    const { read } = this.database;
    const drawing = await drawings.find(read, workspaceId, journey);
    if (!drawing) throw noSuchJourney(journey);
    const draft = document === undefined ? drawing.draft : readDraft(document, this.plugins.catalogue);
    const node = draft.nodes.find(({ id }) => id === nodeId);
    if (!node) throw noSuchNode(nodeId);

    const attributes = await contactViews.recentAttributes(read, workspaceId, SAMPLE);
    const tags = (await contactViews.tags(read, workspaceId, TAGS)).map(({ tag }) => tag);
    const installed = await this.installed.installed(workspaceId);
    const left = leftBefore(draft, nodeId, leavesOf(installed.map(({ manifest }) => manifest)));
    const config = codeConfigOf(node);
    const written = attributesWritten(nodesBefore(draft, nodeId));
    const entry = await this.#entry(workspaceId, draft);
    const names = [...new Set([...attributes.flatMap((one) => Object.keys(one)), ...written])].sort();
    return {
      typings: declarationsOf({
        readable: readableOf(config.reads),
        attributes,
        written,
        tags,
        entry,
        left,
        outcomes: config.outcomes.map(({ id }) => id),
      }),
      events: [...entry.events.keys()],
      variables: Object.fromEntries([...left.variables].map(([name, { sample }]) => [name, sample])),
      readable: [
        ...IDENTITIES,
        'tags',
        'event',
        ...names.slice(0, ATTRIBUTES).map((name) => `attributes.${name}`),
        ...[...left.variables.keys()].map((name) => `variables.${name}`),
      ],
      named: node.type === CODE ? namedIn(config.source) : null,
    };
  }

  async #entry(workspaceId: number, { entry }: JourneyDocument) {
    const types = new Set(entry.rules.flatMap((rule) => (rule.kind === 'event' ? [rule.event] : [])));
    const recent = types.size === 0 ? [] : await eventViews.recent(this.database.read, workspaceId, SAMPLE);
    const payloads = (type: string): JsonObject[] =>
      recent.filter((event) => event.type === type).map(({ properties }) => properties);
    return {
      events: new Map([...types].filter((type) => type !== '').map((type) => [type, payloads(type)])),
      sometimes: entry.rules.some(({ kind }) => kind !== 'event') || entry.rules.length === 0,
    };
  }
}

function namedIn(source: string): string[] | null {
  const named = readsOfSource(source);
  return named ? [...named] : null;
}

/** The nodes from which a way leads to this one. */
function nodesBefore({ nodes, edges }: JourneyDocument, nodeId: string): JourneyDocument['nodes'] {
  const before = new Set<string>();
  const open = [nodeId];
  for (let id = open.pop(); id !== undefined; id = open.pop())
    for (const { from, to } of edges)
      if (to === id && from.node !== ENTRY_NODE && !before.has(from.node)) {
        before.add(from.node);
        open.push(from.node);
      }
  return nodes.filter(({ id }) => before.has(id));
}
