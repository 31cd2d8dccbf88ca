import { createRenderer } from '@sojourn/content';
import {
  AdmitService,
  createMessageCourier,
  createWebhookCourier,
  firstStart,
  guardedAgent,
  JourneyService,
  plugins,
  programs,
  PublishService,
  NodeTypeService,
  noPluginCatalogue,
} from '@sojourn/engine';
import {
  advance,
  createEngine,
  type Courier,
  type Engine,
  type EngineOptions,
  type JourneyStore,
  type Sandbox,
  type ScriptSandbox,
} from '@sojourn/execution';
import type { JourneyDocument, NodeCatalogue } from '@sojourn/journey';
import { VirtualClock, type JsonObject } from '@sojourn/kernel';
import { addDuration, fromLocal } from '@sojourn/kernel/schedule';
import type { NodeProgram } from '@sojourn/plugin-sdk/engine';
import { createSandbox } from '@sojourn/sandbox';
import {
  couponCodes,
  couponPools,
  createEventStore,
  createJourneyStore,
  insertInboxMessages,
  type ContactPatch,
  type Database,
  type IngestItem,
} from '@sojourn/storage';
import { patchContacts } from '@sojourn/storage';
import { duration, type Drawing } from './drawing.js';

export * from './drawing.js';

export const START = '2026-03-01T00:00';

export interface ShopOptions {
  /** Local time in UTC. */
  readonly start?: string;
  readonly engine?: Partial<EngineOptions>;
  /** Puts something between the engine and its store: a fault, a delay. */
  readonly store?: (store: JourneyStore) => JourneyStore;
  readonly programs?: ReadonlyMap<string, NodeProgram<never>>;
  readonly catalogue?: NodeCatalogue;
  readonly couriers?: (couriers: readonly Courier[]) => readonly Courier[];
}

export interface Happening {
  readonly user: string;
  readonly event: string;
  readonly properties?: JsonObject;
}

let sandbox: Sandbox | undefined;
/** One process for the scripts of all shops; started by the first that asks. */
const lazySandbox: ScriptSandbox = {
  run: (job) => (sandbox ??= createSandbox({ processes: 1 })).run(job),
  close: () => Promise.resolve(),
};

/** Ends the process that ran the scripts, if there was one. */
export async function closeSandbox(): Promise<void> {
  await sandbox?.close();
  sandbox = undefined;
}

/** An emptied database, a workspace in it, the real plugins, and an engine under a clock that moves when told. */
export async function openShop(database: Database, options: ShopOptions = {}): Promise<Shop> {
  await empty(database);
  const clock = new VirtualClock(utc(options.start ?? START));
  const { workspaceId } = await firstStart(database, clock, { ownerEmail: 'owner@example.com', timeZone: 'UTC' });
  return new Shop(database, clock, workspaceId, options);
}

export function utc(local: string): number {
  return fromLocal(local, 'UTC');
}

export class Shop {
  readonly database: Database;
  readonly clock: VirtualClock;
  readonly workspaceId: number;
  readonly store: JourneyStore;
  readonly engine: Engine;
  readonly #options: ShopOptions;
  readonly #journeys: JourneyService;
  readonly #publish: PublishService;
  readonly #admit: AdmitService;
  #messages = 0;

  constructor(database: Database, clock: VirtualClock, workspaceId: number, options: ShopOptions = {}) {
    this.database = database;
    this.clock = clock;
    this.workspaceId = workspaceId;
    this.#options = options;
    const real = createJourneyStore(database);
    this.store = options.store?.(real) ?? real;
    this.engine = this.startEngine();
    const catalogue = options.catalogue ?? plugins.catalogue;
    const installed = { ...plugins, catalogue };
    const queue = { announce: () => undefined, serve: () => () => Promise.resolve() };
    const types = new NodeTypeService(installed, noPluginCatalogue);
    this.#journeys = new JourneyService(database, clock, installed, queue, types);
    this.#publish = new PublishService(database, clock, queue, types);
    this.#admit = new AdmitService(database, clock, installed, queue);
  }

  /** Another worker on the same database. */
  startEngine(options: Partial<EngineOptions> = {}): Engine {
    const messages = createMessageCourier({
      renderer: () => Promise.resolve(renderer),
      mailServer: () => Promise.resolve(undefined),
      keep: (entries) => insertInboxMessages(this.database, entries),
    });
    const webhooks = createWebhookCourier({
      agent: guardedAgent({ allow: ['127.0.0.0/8'] }),
      secrets: () => Promise.resolve(['whsec_c2VjcmV0']),
    });
    const couriers = [messages, webhooks];
    return createEngine({
      store: this.store,
      catalogue: this.#options.catalogue ?? plugins.catalogue,
      programs: this.#options.programs ?? programs,
      sandbox: lazySandbox,
      couriers: this.#options.couriers?.(couriers) ?? couriers,
      clock: this.clock,
      options: { ...this.#options.engine, ...options },
    });
  }

  // ── what people draw ─────────────────────────────────────────────────────────────────────────────────────
  async publish(drawing: Drawing | JourneyDocument): Promise<number> {
    const document = 'schemaVersion' in drawing ? drawing : drawing.document();
    const { id } = await this.#journeys.create(this.#caller, { name: document.name, document: { ...document } });
    await this.publishAgain(id);
    return id;
  }
  /** A new version, drawn anew when a drawing is given. */
  async publishAgain(id: number, drawing?: Drawing): Promise<void> {
    const { revision } = await this.#journeys.view(this.workspaceId, id);
    const saved = drawing
      ? await this.#journeys.saveDraft(this.workspaceId, id, { document: { ...drawing.document() }, revision })
      : { revision };
    await this.#publish.publish(this.#caller, id, saved.revision);
    await this.settle();
  }
  async pause(id: number): Promise<void> {
    await this.#journeys.changeState(this.#caller, id, 'pause');
  }
  async resume(id: number): Promise<void> {
    await this.#journeys.changeState(this.#caller, id, 'resume');
    await this.settle();
  }
  async archive(id: number): Promise<void> {
    await this.#journeys.changeState(this.#caller, id, 'archive');
  }
  /** Lets contacts in by list; answers who was refused and why. */
  async admit(id: number, userIds: readonly string[]): Promise<Readonly<Record<string, string>>> {
    const { refused } = await this.#admit.admit(this.workspaceId, id, { userIds: [...userIds] });
    await this.settle();
    return Object.fromEntries(refused.map(({ userId = '', code }) => [userId, code]));
  }
  async fillPool(name: string, codes: number, limit = 1): Promise<void> {
    const rules = { name, description: '', perContactLimit: limit, validFrom: null, validUntil: null, validDays: null, state: 'open' as const }; // prettier-ignore
    await this.database.inTransaction(async (tx) => {
      const pool = await couponPools.add(tx, this.workspaceId, rules, this.clock.now());
      await couponCodes.add(tx, this.workspaceId, pool, Array.from({ length: codes }, (_, i) => `${name}-${i}`)); // prettier-ignore
    });
  }

  // ── what contacts do ─────────────────────────────────────────────────────────────────────────────────────
  async track(user: string, event: string, properties: JsonObject = {}): Promise<void> {
    await this.happen({ user, event, properties });
    await this.settle();
  }
  /** Several events arrive together; nothing is moved yet. */
  async happen(...events: readonly Happening[]): Promise<void> {
    await this.ingest(
      events.map(({ user, event, properties = {} }) => ({ kind: 'track', userId: user, type: event, properties })),
    );
  }
  async identify(user: string, traits: JsonObject, timeZone?: string): Promise<void> {
    await this.ingest([{ kind: 'identify', userId: user, type: 'identify', properties: {}, traits, timeZone }]);
    await this.settle();
  }
  async patch(user: string, patch: ContactPatch): Promise<void> {
    const contactId = await this.#contact(user);
    await this.database.inTransaction((tx) =>
      patchContacts(tx, this.workspaceId, [{ contactId, patch }], this.clock.now()),
    );
    await this.settle();
  }
  async ingest(
    items: readonly (Pick<IngestItem, 'kind' | 'userId' | 'type' | 'properties'> & Partial<IngestItem>)[],
  ): Promise<void> {
    const now = this.clock.now();
    await createEventStore(this.database).ingest(
      items.map((item) => ({
        workspaceId: this.workspaceId,
        messageId: `m${++this.#messages}`,
        occurredAt: now,
        source: 'spec',
        ...item,
      })),
      now,
    );
  }

  // ── time ─────────────────────────────────────────────────────────────────────────────────────────────────
  /** Does all that is due now. */
  async settle(): Promise<void> {
    await advance(this.engine, this.clock.now());
  }
  /** A moment in UTC comes, everything due before it having happened in its time. */
  async at(local: string): Promise<void> {
    await this.until(utc(local));
  }
  async passes(time: string): Promise<void> {
    await this.until(addDuration(this.clock.now(), duration(time), 'UTC'));
  }
  async until(moment: number): Promise<void> {
    for (;;) {
      await this.settle();
      const next = await this.store.nextDueAt();
      if (next === null || next > moment || next <= this.clock.now()) break;
      this.clock.advanceTo(next);
    }
    this.clock.advanceTo(moment);
    await this.settle();
  }
  /** The engine sleeps through the time: what was due is done late, all at once, when the shop settles again. */
  sleeps(time: string): void {
    this.clock.advanceTo(addDuration(this.clock.now(), duration(time), 'UTC'));
  }

  // ── what can be seen ─────────────────────────────────────────────────────────────────────────────────────
  /** Where the contact's runs stand, oldest first: `w`, `w (paused)`, `w (quarantined)`, `x: finished`, `w: goal bought`. */
  async standing(user: string): Promise<string[]> {
    const rows = await this.rows<{ node: string; state: string; reason: string | null; detail: string | null }>(
      `SELECT r.node_id AS node, r.state, r.end_reason AS reason, r.end_detail AS detail
       FROM run r JOIN contact c ON c.id = r.contact_id WHERE c.external_id = ? ORDER BY r.id`,
      user,
    );
    return rows.map(({ node, state, reason, detail }) => {
      if (state === 'active') return node;
      return state === 'ended' ? `${node}: ${reason}${detail ? ` ${detail}` : ''}` : `${node} (${state})`;
    });
  }
  /** Every node left, in order: `w>done`. */
  async path(user: string): Promise<string[]> {
    const rows = await this.rows<{ steps: string }>(
      'SELECT t.steps FROM trace t JOIN contact c ON c.id = t.contact_id WHERE c.external_id = ? ORDER BY t.at, t.id',
      user,
    );
    // The column holds what the engine's trace steps are made of.
    const steps = rows.flatMap(({ steps }) => JSON.parse(steps) as { nodeId: string; outcome: string | null }[]);
    return steps.flatMap(({ nodeId, outcome }) => (outcome === null ? [] : [`${nodeId}>${outcome}`]));
  }
  /** Bodies of the messages the contact got. */
  async inbox(user: string): Promise<string[]> {
    const rows = await this.rows<{ body: string }>(
      'SELECT i.body FROM inbox_message i JOIN contact c ON c.id = i.contact_id WHERE c.external_id = ? ORDER BY i.at, i.id',
      user,
    );
    return rows.map(({ body }) => body);
  }
  async tags(user: string): Promise<string[]> {
    const rows = await this.rows<{ tag: string }>(
      'SELECT t.tag FROM contact_tag t JOIN contact c ON c.id = t.contact_id WHERE c.external_id = ? ORDER BY t.tag',
      user,
    );
    return rows.map(({ tag }) => tag);
  }
  async entered(journeyId: number): Promise<number> {
    return this.number('SELECT COUNT(*) AS n FROM run WHERE journey_id = ?', journeyId);
  }
  async number(sql: string, ...params: unknown[]): Promise<number> {
    return Number((await this.rows<{ n: number }>(sql, ...params))[0]?.n ?? 0);
  }
  async rows<Row = Record<string, unknown>>(sql: string, ...params: unknown[]): Promise<Row[]> {
    return this.database.read.rows<Row>(sql, params);
  }

  get #caller() {
    return { workspaceId: this.workspaceId, role: 'owner' as const, userId: null, sessionId: null };
  }
  async #contact(user: string): Promise<number> {
    return this.number('SELECT id AS n FROM contact WHERE external_id = ?', user);
  }
}

const renderer = createRenderer();

const TABLES = {
  sqlite: "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'",
  mysql: 'SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE()',
};

async function empty(database: Database): Promise<void> {
  const tables = await database.read.rows<{ name: string }>(TABLES[database.dialect.name]);
  const kept = ['migrations', 'id_block', 'shard'];
  await database.inTransaction(async (tx) => {
    for (const { name } of tables) if (!kept.includes(name)) await tx.run(`DELETE FROM \`${name}\``);
  });
}
