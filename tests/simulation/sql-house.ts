import { advance, createEngine, type Engine, type JourneyStore } from '@sojourn/execution';
import { HOUR, MINUTE, VirtualClock, type JsonObject } from '@sojourn/kernel';
import { publishDocument } from '@sojourn/engine';
import { createEventStore, createJourneyStore, insertRows, patchContacts, type Database } from '@sojourn/storage';
import { drawn } from './drawing.js';
import { AFTERWARDS, attributesOf, SKEW, START, STOCK } from './house.js';
import { livesOf, type Lives, type Remains } from './lives.js';
import { catalogue, programs } from './plugins.js';
import { provider } from './provider.js';
import type { Happening, World } from './world.js';

const WORKSPACE = 1;

/** The same worlds over a real database, which a shadow must not differ from. One process, in peace. */
export class SqlHouse {
  readonly #database: Database;
  readonly #store: JourneyStore;
  readonly #clock = new VirtualClock(START);
  readonly #engine: Engine;
  #contacts = 0;
  #messages = 0;

  constructor(database: Database, batchSize: number) {
    this.#database = database;
    this.#store = createJourneyStore(database);
    this.#engine = createEngine({
      store: this.#store,
      catalogue,
      programs,
      sandbox: { run: () => Promise.reject(new Error('no scripts')), close: () => Promise.resolve() },
      couriers: [provider(new Map())],
      clock: this.#clock,
      options: { batchSize, leaseMs: 1_000, logicalTime: true },
    });
  }

  /** Lives through a world in an emptied database, as `House.live` does. */
  async live(world: World): Promise<Lives> {
    const clock = this.#clock;
    await this.#furnish(world);
    await this.#settle();
    for (const { after, asleep, happenings } of world.life) {
      const moment = clock.now() + (after === 0 ? MINUTE : after * HOUR);
      if (!asleep) await this.#until(moment - 1);
      clock.advanceTo(moment);
      for (const happening of happenings) await this.#happen(happening, world.slowClocks);
      await this.#settle();
    }
    await this.#until(clock.now() + AFTERWARDS);
    return livesOf(await this.#remains());
  }

  async #furnish({ contacts, journeys, codes, codesEach }: World): Promise<void> {
    const now = this.#clock.now();
    this.#contacts = contacts.length;
    await empty(this.#database);
    await this.#database.inTransaction(async (tx) => {
      await insertRows(
        tx,
        'contact',
        ['id', 'workspace_id', 'external_id', 'email', 'time_zone', 'attributes', 'created_at', 'updated_at', 'last_event_id'],
        contacts.map((spec, i) => [i + 1, WORKSPACE, `c${i}`, `c${i}@x.test`, spec.zone, JSON.stringify(attributesOf(spec, i)), now, now, 0]),
      ); // prettier-ignore
      await insertRows(
        tx,
        'contact_identity',
        ['workspace_id', 'kind', 'value', 'contact_id', 'created_at'],
        contacts.map((_, i) => [WORKSPACE, 'userId', `c${i}`, i + 1, now]),
      );
      await insertRows(
        tx,
        'coupon_pool',
        ['id', 'workspace_id', 'name', 'description', 'per_contact_limit', 'valid_from', 'valid_until', 'valid_days', 'state', 'issued_count', 'stock_count', 'created_at'],
        [[1, WORKSPACE, 'pool', '', codesEach, null, null, null, 'open', 0, STOCK[codes], now]],
      ); // prettier-ignore
      await insertRows(
        tx,
        'coupon_code',
        ['id', 'workspace_id', 'pool_id', 'code', 'state'],
        Array.from({ length: STOCK[codes] }, (_, i) => [i + 1, WORKSPACE, 1, `code${i}`, 'free']),
      );
      await insertRows(
        tx,
        'collection',
        ['id', 'workspace_id', 'name', 'description', 'image_url', 'provider', 'supply', 'minted_count', 'transferable', 'metadata', 'created_at'],
        [[1, WORKSPACE, 'medals', '', '', 'ledger', codes === 'ample' ? null : STOCK.scarce, 0, false, '{}', now]],
      ); // prettier-ignore
      for (const [i, journey] of journeys.entries())
        await publishDocument(tx, { workspaceId: WORKSPACE, document: drawn(journey, i), publishedBy: null, now }, catalogue); // prettier-ignore
    });
  }

  async #settle(): Promise<void> {
    await advance(this.#engine, this.#clock.now());
  }
  async #until(moment: number): Promise<void> {
    for (;;) {
      const next = await this.#store.nextDueAt();
      if (next === null || next > moment) break;
      this.#clock.advanceTo(next);
      await this.#settle();
    }
    this.#clock.advanceTo(moment);
  }

  async #happen({ who, ...happening }: Happening, slowClocks: boolean): Promise<void> {
    const now = this.#clock.now();
    const place = who % this.#contacts;
    if (happening.what === 'event') {
      const { event: type, n, late } = happening;
      const skewed = happening.skewed && slowClocks;
      const receivedAt = now - (skewed ? SKEW : 0);
      const messageId = `m${++this.#messages}`;
      const properties: JsonObject = { n, skewed };
      await createEventStore(this.#database).ingest(
        [{ workspaceId: WORKSPACE, kind: 'track', messageId, userId: `c${place}`, type, occurredAt: receivedAt - late * HOUR, receivedAt, properties, source: 'spec' }],
        now,
      ); // prettier-ignore
      return;
    }
    if (happening.what === 'erased') throw new Error('nobody is erased in these worlds');
    const patch =
      happening.what === 'set'
        ? { set: { n: happening.n } }
        : happening.off
          ? { removeTags: [happening.tag] }
          : { addTags: [happening.tag] };
    await this.#database.inTransaction((tx) => patchContacts(tx, WORKSPACE, [{ contactId: place + 1, patch }], now));
  }

  async #remains(): Promise<Remains> {
    const { read } = this.#database;
    const journeys = (await read.rows<{ id: number }>('SELECT id FROM journey ORDER BY id')).map(({ id }) => id);
    const tags = await read.rows<{ contactId: number; tag: string }>('SELECT contact_id AS contactId, tag FROM contact_tag'); // prettier-ignore
    const contacts = await read.rows<{ id: number; name: string; attributes: string; codes: number }>(
      `SELECT c.id, c.external_id AS name, c.attributes, (SELECT COUNT(*) FROM coupon_code k WHERE k.contact_id = c.id AND k.state = 'issued') AS codes
       FROM contact c ORDER BY c.id`,
    );
    const runs = await read.rows<Omit<Remains['runs'][number], 'journey'> & { journeyId: number }>(
      `SELECT id, contact_id AS contactId, journey_id AS journeyId, entry_key AS \`key\`, entry_id AS entryId, state, node_id AS nodeId, end_reason AS endReason,
              end_detail AS endDetail, started_at AS startedAt, due_at AS dueAt, ended_at AS endedAt FROM run ORDER BY id`,
    );
    const traces = await read.rows<{ runId: number; at: number; steps: string }>('SELECT run_id AS runId, at, steps FROM trace ORDER BY id'); // prettier-ignore
    return {
      contacts: contacts.map(({ id, name, attributes, codes }) => ({
        ...{ id, name, codes: Number(codes), tags: tags.filter((row) => row.contactId === id).map(({ tag }) => tag) },
        n: (typeof attributes === 'string' ? (JSON.parse(attributes) as JsonObject) : (attributes as JsonObject))['n'],
      })),
      runs: runs.map((run) => ({ ...run, journey: journeys.indexOf(run.journeyId) + 1 })),
      // The column holds what the engine's trace steps are made of.
      traces: traces.map(({ steps, ...row }) => ({ ...row, steps: JSON.parse(steps) as Remains['traces'][number]['steps'] })), // prettier-ignore
      events: await read.rows('SELECT contact_id AS contactId, type, received_at AS receivedAt FROM event'),
      outbox: await read.rows('SELECT contact_id AS contactId, node_id AS nodeId, visit, state, ready_at AS readyAt FROM outbox'), // prettier-ignore
    };
  }
}

const KEPT = new Set(['migrations', 'id_block', 'shard']);
const TABLES = {
  sqlite: "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'",
  mysql: 'SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE()',
};
async function empty(database: Database): Promise<void> {
  const tables = await database.read.rows<{ name: string }>(TABLES[database.dialect.name]);
  await database.inTransaction(async (tx) => {
    for (const { name } of tables) if (!KEPT.has(name)) await tx.run(`DELETE FROM \`${name}\``);
  });
}
