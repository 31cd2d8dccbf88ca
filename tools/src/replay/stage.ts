import { createEngine, type Courier, type Engine, type ScriptSandbox } from '@sojourn/execution';
import { plugins, programs, publishDocument } from '@sojourn/engine';
import { UserError, VirtualClock } from '@sojourn/kernel';
import { createEventStore, createJourneyStore, openDatabase, workspaces, type Database } from '@sojourn/storage';
import type { ReplayEvent } from './event-line.js';
import type { JourneyFile } from './journey-files.js';
import { noCounters, type Counters } from './replay.js';

/** The name of the only workspace of a replay's database: how a replay knows its own. */
const SLUG = 'replay';

export interface StagedJourney extends JourneyFile {
  readonly journeyId: number;
  readonly versionId: number;
}

/** A database of the replay's own, with its journeys live and an engine on a virtual clock. */
export interface Stage {
  readonly database: Database;
  readonly engine: Engine;
  readonly clock: VirtualClock;
  readonly workspaceId: number;
  readonly journeys: readonly StagedJourney[];
  readonly done: Counters;
  store(events: readonly ReplayEvent[], counters: Counters): Promise<void>;
  close(): Promise<void>;
}

export interface StageOptions {
  readonly url: string;
  readonly journeys: readonly JourneyFile[];
  readonly batchSize: number;
  readonly resume: boolean;
  /** The first event's moment: when the journeys go live. */
  readonly start: number;
  readonly sandbox: ScriptSandbox;
  readonly couriers: (database: Database) => readonly Courier[];
}

export async function setStage(options: StageOptions): Promise<Stage> {
  const database = await openDatabase({ url: options.url, synchronous: 'NORMAL' });
  try {
    return await stageOn(database, options);
  } catch (error) {
    await database.close();
    throw error;
  }
}

async function stageOn(database: Database, options: StageOptions): Promise<Stage> {
  const events = createEventStore(database);
  await refuseForeign(database, options.url);
  const progress = options.resume ? await events.loadProgress(SLUG) : undefined;
  if (!progress) await empty(database);
  const clock = new VirtualClock(progress?.clock ?? options.start);
  const { workspaceId, journeys } = progress
    ? {
        workspaceId: progress.workspaceId,
        journeys: await publishedBefore(database, progress.workspaceId, options.journeys),
      }
    : await publishAll(database, options);
  const store = createJourneyStore(database);
  if (progress) await store.releaseClaims();
  return {
    database,
    clock,
    workspaceId,
    journeys,
    done: progress ? (progress.counters as unknown as Counters) : noCounters(),
    engine: createEngine({
      store,
      clock,
      programs,
      catalogue: plugins.catalogue,
      sandbox: options.sandbox,
      couriers: options.couriers(database),
      options: { batchSize: options.batchSize, logicalTime: true },
    }),
    async store(batch, counters) {
      const items = batch.map((event) => ({
        workspaceId,
        kind: 'track' as const,
        messageId: event.eventId,
        userId: event.userId,
        type: event.type,
        occurredAt: event.at,
        receivedAt: event.at,
        properties: event.properties,
        timeZone: event.timeZone,
        source: 'replay',
      }));
      // Counters are plain numbers and texts.
      const state = { id: SLUG, workspaceId, line: counters.lines, counters: { ...counters }, clock: clock.now() };
      await events.ingest(items, clock.now(), state);
    },
    close: () => database.close(),
  };
}

/** A virtual clock fires whatever timers it finds: it must find none but its own. */
async function refuseForeign(database: Database, url: string): Promise<void> {
  const rows = await database.read.rows<{ slug: string }>('SELECT slug FROM workspace LIMIT 2');
  if (rows.every(({ slug }) => slug === SLUG)) return;
  throw new UserError(
    `The database at ${url.replace(/\/\/[^@]*@/, '//')} holds a workspace of its own. A replay's clock would fire its timers: give the replay an empty database.`,
    { code: 'replay.foreign-database' },
  );
}

const TABLES = {
  sqlite: "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'",
  mysql: 'SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE()',
};
/** The record of migrations, and the ids handed out: those must never come twice. */
const KEPT = ['migrations', 'id_block', 'shard'];

/** Drops an earlier replay. */
async function empty(database: Database): Promise<void> {
  const tables = await database.read.rows<{ name: string }>(TABLES[database.dialect.name]);
  await database.inTransaction(async (tx) => {
    for (const { name } of tables) if (!KEPT.includes(name)) await tx.run(`DELETE FROM \`${name}\``);
  });
}

async function publishAll(
  database: Database,
  { journeys, start }: StageOptions,
): Promise<Pick<Stage, 'workspaceId' | 'journeys'>> {
  return database.inTransaction(async (tx) => {
    const organizationId = await workspaces.addOrganization(tx, 'Replay', start);
    const workspaceId = await workspaces.add(tx, {
      organizationId,
      slug: SLUG,
      name: 'Replay',
      timeZone: 'UTC',
      language: 'en',
      createdAt: start,
      isDemo: false,
    });
    const staged: StagedJourney[] = [];
    for (const file of journeys) {
      const made = await publishDocument(
        tx,
        { workspaceId, document: file.document, publishedBy: null, now: start },
        plugins.catalogue,
      );
      staged.push({ ...file, ...made });
    }
    return { workspaceId, journeys: staged };
  });
}

/** The journeys as published when the replay began; a resumed replay with other files would count apples with pears. */
async function publishedBefore(
  database: Database,
  workspaceId: number,
  files: readonly JourneyFile[],
): Promise<StagedJourney[]> {
  const rows = await database.read.rows<{ journeyId: number; versionId: number; document: string }>(
    'SELECT journey_id AS journeyId, id AS versionId, document FROM journey_version WHERE workspace_id = ? ORDER BY id',
    [workspaceId],
  );
  const same =
    rows.length === files.length && rows.every(({ document }, i) => document === JSON.stringify(files[i]?.document));
  if (!same) {
    throw new UserError(
      'The journeys are not those the replay began with. Give the same folder, or leave --resume out to begin anew.',
      {
        code: 'replay.other-journeys',
      },
    );
  }
  return files.map((file, i) => ({ ...file, journeyId: rows[i]!.journeyId, versionId: rows[i]!.versionId })); // of equal length
}
