import type { PluginPin } from '@sojourn/execution';
import { UserError, type JsonObject } from '@sojourn/kernel';
import { itemFrom, project } from '@sojourn/plugin-sdk';
import { createJourneyStore, type Database } from '@sojourn/storage';
import { noSuchNode } from './refusals.js';
import type { PluginHost } from '../plugin-host.js';
import { crossingOf } from '../plugin-nodes.js';

/** A contact as it would cross into a node right now: no more than declared and granted. */
export async function sampleItem(
  { library }: PluginHost,
  database: Database,
  of: {
    readonly workspaceId: number;
    readonly pin: PluginPin;
    readonly node: string;
    readonly config: JsonObject;
    readonly contactId: number;
    readonly variables: JsonObject;
    readonly now: number;
  },
): Promise<JsonObject> {
  const { workspaceId, pin, node, config, contactId, variables, now } = of;
  const bundle = library.bundle(pin, workspaceId);
  const type = bundle?.nodes.get(`${pin.plugin}/${node}`);
  if (!bundle || !type) throw noSuchNode(pin.plugin, node);
  const facts = (await createJourneyStore(database).loadFacts([{ contactId, workspaceId }], type.reads(config), now)).get(contactId); // prettier-ignore
  if (!facts) throw new UserError(`There is no contact ${contactId} in this workspace.`, { code: 'contact.not-found', status: 404, details: { id: contactId } }); // prettier-ignore
  const item = itemFrom({
    key: 0,
    runId: 0,
    visit: 1,
    at: now,
    arrivedAt: now,
    timeZone: facts.timeZone ?? 'UTC',
    contact: facts.contact,
    variables,
    wake: { kind: 'arrived' },
    history: Object.fromEntries(facts.history),
  });
  const projection = crossingOf(bundle, type, library.granted(workspaceId, pin), config);
  return project(item, projection) as unknown as JsonObject;
}
