import {
  bringIn,
  CRASH_POINTS,
  createEngine,
  DEFAULT_RULES,
  deliver,
  moveContacts,
  type Courier,
  type CrashPoint,
} from '@sojourn/execution';
import { OperationalError, seededRandom, VirtualClock } from '@sojourn/kernel';
import * as coupon from '@sojourn/plugin-coupon';
import * as exit from '@sojourn/plugin-exit';
import * as message from '@sojourn/plugin-message';
import * as segment from '@sojourn/plugin-segment';
import * as updateContact from '@sojourn/plugin-update-contact';
import * as wait from '@sojourn/plugin-wait';
import { catalogueOf } from '@sojourn/plugin-sdk';
import {
  createEventStore,
  createJourneyStore,
  createOutboxStore,
  housekeep,
  insertInboxMessages,
  openDatabase,
  type Database,
  type IngestItem,
} from '@sojourn/storage';

/** What a life is told on its command line. */
export interface Script {
  readonly url: string;
  /** Each moment with what arrives at it. */
  readonly moments: readonly { readonly at: number; readonly events: readonly IngestItem[] }[];
  /** Dies by SIGKILL when it comes to this point for the `pass`th time. */
  readonly die?: { readonly point: string; readonly pass: number };
  /** Every sixth commit or so succeeds and its reply is lost; which, is thrown with these dice. */
  readonly loseReplies?: number;
}

/**
 * A worker that lives through some moments, each until nothing is left to do, as live workers work: lane by lane. Says which moment
 * is over. The clock stands still within a moment, so that two lives can be compared to the millisecond.
 */
const script = JSON.parse(process.argv[2] ?? '') as Script; // written by the spec beside this file
const real = await openDatabase({ url: script.url, synchronous: 'NORMAL' });
const dice = seededRandom(script.loseReplies ?? 0);
let lost = 0;
/** As when the connection breaks after COMMIT was sent: what was written stays, and nobody here knows. */
const database: Database = {
  ...real,
  async inTransaction(work) {
    const result = await real.inTransaction(work);
    if (script.loseReplies !== undefined && dice.int(6) === 0) {
      lost++;
      throw new OperationalError('the reply to a commit was lost', { code: 'storage.commit-unknown' });
    }
    return result;
  },
};
const store = createJourneyStore(database);
const clock = new VirtualClock(script.moments[0]?.at ?? 0);

let left = script.die?.pass ?? 0;
const crashPoint = (name: CrashPoint): void => {
  if (name === script.die?.point && --left === 0) process.kill(process.pid, 'SIGKILL');
};

const installed = [wait, exit, message, coupon, segment, updateContact];
const programs = new Map(installed.map(({ manifest, node }) => [manifest.name, node as never]));
// One contact poisons a step: who cannot be moved is parked, by the same road every time.
programs.set('update-contact', {
  execute(...[ctx, batch]: Parameters<typeof updateContact.node.execute>) {
    if (batch.items.some(({ contact }) => contact.externalId === 'u7')) throw new Error('cannot be digested');
    return updateContact.node.execute(ctx, batch);
  },
} as never);

const inbox: Courier = {
  kind: 'message',
  // The inbox knows a message again by its key.
  rules: () => ({
    ...DEFAULT_RULES,
    idempotency: { header: 'key', ttlMs: Number.MAX_SAFE_INTEGER, comparesBody: false },
  }),
  async deliver(items, now) {
    await insertInboxMessages(real, items.flatMap(({ workspaceId, contactId, runId, key, effect }) =>
      effect.kind === 'message' ? [{ workspaceId, contactId, runId, key, subject: '', body: effect.content.body, format: 'text' as const, at: now }] : [])); // prettier-ignore
    return items.map(({ id }) => ({ id, at: now, final: { status: 'delivered' } }));
  },
};
const engine = createEngine({
  store,
  catalogue: catalogueOf(installed.map(({ manifest }) => manifest)),
  programs,
  sandbox: { run: () => Promise.resolve([]), close: () => Promise.resolve() },
  couriers: [inbox],
  clock,
  // A delivery in doubt is rightly tried some seconds later, and here the clock stands still: its own specs see to that.
  outbox: createOutboxStore(real),
  crashPoint,
  options: { batchSize: 8, leaseMs: 1_000 },
});

/** The worker's own patience: what the world broke is tried again. */
async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof OperationalError)) throw error;
    }
  }
}

async function rest(): Promise<void> {
  for (;;) {
    const before = JSON.stringify(await whatIsOpen());
    await patiently(() => bringIn(engine, clock));
    await patiently(() => moveContacts(engine, clock));
    await patiently(() => deliver(engine, clock));
    await patiently(() => housekeep(database, clock, { worker: 'crash', traceDays: 0, chunk: 10, crashPoint }));
    const after = await whatIsOpen();
    if (Object.values(after).every((n) => Number(n) === 0)) return;
    // A delivery in doubt waits for the end of its lease.
    if (JSON.stringify(after) === before) await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function whatIsOpen(): Promise<Record<string, number>> {
  const [open] = await real.read.rows<Record<string, number>>(
    `SELECT (SELECT COUNT(*) FROM \`signal\`) AS signals,
       (SELECT COUNT(*) FROM run WHERE state = 'active' AND due_at <= ?) AS runs,
       (SELECT COUNT(*) FROM entry_timer WHERE due_at <= ?) AS timers,
       (SELECT COUNT(*) FROM outbox WHERE state IN ('ready', 'sending')) AS deliveries,
       (SELECT COUNT(*) FROM edge_delta) AS counts`,
    [clock.now(), clock.now()],
  );
  return open ?? {};
}

if (script.die && !CRASH_POINTS.some((point) => point === script.die?.point)) throw new Error(`no such point: ${script.die.point}`); // prettier-ignore
await patiently(() => store.releaseClaims());
for (const [i, { at, events }] of script.moments.entries()) {
  clock.advanceTo(at);
  if (events.length > 0) await patiently(() => createEventStore(database).ingest([...events], at));
  await rest();
  process.stdout.write(`over ${i}\n`);
}
process.stdout.write(`lost ${lost}\n`);
await real.close();
process.exit(0);
