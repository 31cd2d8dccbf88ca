import { JourneyService, noPluginCatalogue, NodeTypeService, plugins, PublishService } from '@sojourn/engine';
import { workspaces, type Database } from '@sojourn/storage';
import type { Drawing } from '../engine/drawing.js';
import type { Shop } from '../engine/house.js';

/** Another workspace of the same organization. */
export function addWorkspace(database: Database, slug: string): Promise<number> {
  return database.inTransaction((tx) =>
    workspaces.add(tx, { organizationId: 1, slug, name: slug, timeZone: 'UTC', language: 'en', createdAt: 0, isDemo: false }),
  ); // prettier-ignore
}

/** Publishes in the shop's workspace and moves nobody. */
export async function draw({ database, clock, workspaceId }: Shop, drawing: Drawing): Promise<number> {
  const queue = { announce: () => undefined, serve: () => () => Promise.resolve() };
  const caller = { workspaceId, role: 'owner' as const, userId: null, sessionId: null };
  const document = drawing.document();
  const types = new NodeTypeService(plugins, noPluginCatalogue);
  const { id, revision } = await new JourneyService(database, clock, plugins, queue, types).create(caller, { name: document.name, document: { ...document } }); // prettier-ignore
  await new PublishService(database, clock, queue, types).publish(caller, id, revision);
  return id;
}
