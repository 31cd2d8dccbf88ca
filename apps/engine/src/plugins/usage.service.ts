import { Inject, Injectable } from '@nestjs/common';
import {
  parkedRuns,
  pinsOf,
  pluginInstalls,
  pluginUsage,
  type Database,
  type PluginUsage,
  type Reader,
} from '@sojourn/storage';
import type { ContactName } from '../journeys/journey.dto.js';
import { DATABASE } from '../ports.js';
import type { UsageView } from './plugin.dto.js';
import { notInstalled } from './refusals.js';

/** Of the people who are parked in a journey so many are named, found among the last so many. */
const NAMES = 5;
const LOOKED_AT = 100;

/** Where a plugin is drawn and who stands in it. */
@Injectable()
export class UsageService {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async view(workspaceId: number, plugin: string): Promise<UsageView> {
    if (!(await pluginInstalls.find(this.database.read, workspaceId, plugin))) throw notInstalled(plugin);
    return this.of(this.database.read, workspaceId, plugin);
  }

  async of(read: Reader, workspaceId: number, plugin: string): Promise<UsageView> {
    const found = (await pluginUsage(read, workspaceId, plugin)).filter(isUsed);
    const journeys: UsageView['journeys'] = [];
    for (const one of found)
      journeys.push({
        id: one.journeyId,
        name: one.name,
        state: one.state,
        nodes: nodesOf(one, plugin),
        parkedPeople: await this.#parkedIn(read, workspaceId, one),
        versions: one.versions
          .filter(({ id, people }) => people > 0 || (isRunning(one) && id === one.liveVersionId))
          .flatMap(({ number, document, people, parked }) => pinsOf(document, plugin).slice(0, 1).map(({ hash, version }) => ({ number, hash, version, people, parked }))), // prettier-ignore
      });
    return { inUse: found.length > 0, journeys };
  }

  /** Only of versions that have the plugin: others are none of its business. */
  async #parkedIn(read: Reader, workspaceId: number, { journeyId, versions }: PluginUsage): Promise<ContactName[]> {
    const holding = new Set(versions.filter(({ parked }) => parked > 0).map(({ id }) => id));
    if (holding.size === 0) return [];
    const rows = await parkedRuns.page(read, { workspaceId, journeyId, limit: LOOKED_AT });
    return rows
      .filter(({ versionId }) => holding.has(versionId))
      .slice(0, NAMES)
      .map(({ contactId: id, contactName: name }) => ({ id, name }));
  }
}

const isRunning = ({ state }: PluginUsage): boolean => state === 'live' || state === 'paused';

/** A drawing that may be published, one that admits people, or one that people are inside of. */
function isUsed(usage: PluginUsage): boolean {
  const { state, draft, versions, liveVersionId } = usage;
  return (
    (draft !== undefined && state !== 'archived') ||
    versions.some(({ id, people }) => people > 0 || (isRunning(usage) && id === liveVersionId))
  );
}

/** Ids of the nodes that are the plugin's, in the draft, else in the newest version that has any. */
function nodesOf({ draft, versions }: PluginUsage, plugin: string): string[] {
  const document = draft ?? versions[0]?.document;
  return (document?.nodes ?? []).filter(({ type }) => type.startsWith(`${plugin}/`)).map(({ id }) => id);
}
