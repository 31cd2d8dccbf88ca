import type { ContactFacts } from '@sojourn/execution';
import { DEFAULT_TIME_ZONE } from '@sojourn/journey';
import type { Clock, JsonObject } from '@sojourn/kernel';
import type { Item } from '@sojourn/plugin-sdk/engine';
import { mergeReads } from '@sojourn/rules';
import { contactViews, createJourneyStore, type Database } from '@sojourn/storage';
import { typesOf } from '../../node-types/plugin-types.js';
import type { InstalledVersion } from '../../ports.js';
import { itemsOf } from '../../workbench/run/items.js';

export interface SampleItem {
  readonly contact: { readonly id: number; readonly name: string | null };
  readonly item: Item;
}

/** People of a workspace as if they had just arrived at a node, with what the versions of its plugin read. Writes nothing. */
export class SampleItems {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #workspaceId: number;
  readonly #timeZone: string;

  constructor(database: Database, clock: Clock, workspaceId: number, timeZone = DEFAULT_TIME_ZONE) {
    this.#database = database;
    this.#clock = clock;
    this.#workspaceId = workspaceId;
    this.#timeZone = timeZone;
  }

  async newest(
    limit: number,
    readers: readonly { readonly version: InstalledVersion; readonly type: string; readonly config: JsonObject }[],
  ): Promise<readonly SampleItem[]> {
    const workspaceId = this.#workspaceId;
    const people = await contactViews.page(this.#database.read, { workspaceId, limit });
    const reads = mergeReads(...readers.flatMap(({ version, type, config }) => typesOf(version).get(type)?.nodeType.reads(config) ?? [])); // prettier-ignore
    const wanted = people.map(({ id }) => ({ contactId: id, workspaceId }));
    const facts: ReadonlyMap<number, ContactFacts> = await createJourneyStore(this.#database).loadFacts(wanted, reads);
    const samples = people.flatMap(({ id, name }) => {
      const known = facts.get(id);
      return known ? [{ id, name, facts: known, entryEvent: undefined }] : [];
    });
    const items = itemsOf(samples, { at: this.#clock.now(), timeZone: this.#timeZone, variables: {} });
    return samples.map(({ id, name }, i) => ({ contact: { id, name }, item: items[i]! })); // one each, in order
  }
}
