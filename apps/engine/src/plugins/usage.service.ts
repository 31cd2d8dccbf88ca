import { Inject, Injectable } from '@nestjs/common';
import { pinsOf, pluginInstalls, pluginUsage, type Database, type PluginUsage, type Reader } from '@sojourn/storage';
import { DATABASE } from '../ports.js';
import type { UsageView } from './plugin.dto.js';
import { notInstalled } from './refusals.js';

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
    return {
      inUse: found.length > 0,
      journeys: found.map((one) => ({
        id: one.journeyId,
        name: one.name,
        state: one.state,
        nodes: nodesOf(one, plugin),
        versions: one.versions
          .filter(({ id, people }) => people > 0 || (isRunning(one) && id === one.liveVersionId))
          .flatMap(({ number, document, people }) => pinsOf(document, plugin).slice(0, 1).map(({ hash, version }) => ({ number, hash, version, people }))), // prettier-ignore
      })),
    };
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
