import { factsAt, type ContactFacts } from '@sojourn/execution';
import { groupBy } from '@sojourn/kernel';
import { emptyReads, evaluate, mergeReads, readsOf } from '@sojourn/rules';
import type { Tx } from '../database/database.js';
import { rowsAmong, unique } from '../database/read.js';
import type { HeldStep } from './commit.js';
import { factOf, loadFacts } from './load-facts.js';

/** The event that a run was about to wait for although it had been routed already. */
export interface FoundEvent {
  readonly subscription: string;
  readonly eventId: number;
  /** When the event reached us, or the wake's moment when that is later. */
  readonly at: number;
}

type Waiting = HeldStep & { readonly next: Extract<HeldStep['next'], { state: 'waiting' }> };
interface Row {
  readonly id: number;
  readonly contactId: number;
  readonly type: string;
  readonly occurredAt: number;
  readonly receivedAt: number;
  readonly properties: string;
}

/**
 * Closes the gap between loading facts and laying subscriptions: an event routed in between found none, and would be lost.
 * What is not routed yet will find them. The contacts are locked, so `last_event_id` stands still.
 */
export async function lookBack(tx: Tx, held: readonly HeldStep[]): Promise<ReadonlyMap<number, FoundEvent>> {
  const found = new Map<number, FoundEvent>();
  const waiting = held.filter(
    (step): step is Waiting => step.next.state === 'waiting' && step.next.subscriptions.length > 0,
  );
  const behind = await withLaterEvents(tx, waiting);
  if (behind.length === 0) return found;
  const events = groupBy(await laterEvents(tx, behind), (row) => row.contactId);
  const facts = await factsFor(tx, behind, events);
  for (const step of behind) {
    const known = facts.get(step.run.contactId);
    const match = known && earliest(step, events.get(step.run.contactId) ?? [], known);
    if (match) found.set(step.run.id, match);
  }
  return found;
}

async function withLaterEvents(
  tx: Tx,
  waiting: readonly Waiting[],
): Promise<readonly (Waiting & { readonly routedUpTo: number })[]> {
  const rows = await rowsAmong<{ id: number; lastEventId: number }>(
    tx,
    unique(waiting.map(({ run }) => run.contactId)),
    (list) => `SELECT id, last_event_id AS lastEventId FROM contact WHERE id IN ${list}`,
  );
  const last = new Map(rows.map(({ id, lastEventId }) => [id, lastEventId]));
  return waiting.flatMap((step) => {
    const routedUpTo = last.get(step.run.contactId) ?? 0;
    return routedUpTo > step.knownEventId ? [{ ...step, routedUpTo }] : [];
  });
}

/** Events of the subscribed types that some of the runs have not heard of, oldest first. */
async function laterEvents(tx: Tx, behind: Awaited<ReturnType<typeof withLaterEvents>>): Promise<Row[]> {
  const types = tx.dialect.among(unique(behind.flatMap(({ next }) => next.subscriptions.map(({ event }) => event))));
  const known = Math.min(...behind.map(({ knownEventId }) => knownEventId));
  const rows: Row[] = [];
  for (const [workspaceId, group] of groupBy(behind, ({ run }) => run.workspaceId)) {
    const page = await rowsAmong<Row>(
      tx,
      unique(group.map(({ run }) => run.contactId)),
      (list) =>
        `SELECT id, contact_id AS contactId, type, occurred_at AS occurredAt, received_at AS receivedAt, properties FROM event
         WHERE workspace_id = ? AND contact_id IN ${list} AND type IN ${types.sql} AND id > ?`,
      [workspaceId],
      [...types.params, known],
    );
    rows.push(...page);
  }
  return rows.sort((a, b) => a.id - b.id);
}

async function factsFor(
  tx: Tx,
  behind: readonly Waiting[],
  events: ReadonlyMap<number, unknown>,
): Promise<ReadonlyMap<number, ContactFacts>> {
  const asking = behind.filter(({ run }) => events.has(run.contactId));
  const filters = asking.flatMap(({ next }) =>
    next.subscriptions.flatMap(({ filter }) => (filter ? [readsOf(filter)] : [])),
  );
  return loadFacts(tx, asking.map(({ run }) => run), mergeReads(emptyReads, ...filters)); // prettier-ignore
}

function earliest(
  step: Waiting & { readonly routedUpTo: number },
  rows: readonly Row[],
  known: ContactFacts,
): FoundEvent | undefined {
  for (const row of rows) {
    if (row.id <= step.knownEventId || row.id > step.routedUpTo) continue;
    const at = Math.max(row.receivedAt, step.at);
    const event = factOf(row);
    // What routing saw when it routed that event.
    const facts = factsAt(known, row.receivedAt, event, event.id);
    const match = step.next.subscriptions.find((s) => s.event === row.type && (!s.filter || evaluate(s.filter, facts)));
    if (match) return { subscription: match.id, eventId: row.id, at };
  }
  return undefined;
}
