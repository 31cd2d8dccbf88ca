import type { KeyedEffect, OutboxItem, OutboxResult, StepResult } from '../records.js';
import type { ShadowContact, ShadowOutboxRow } from './rows.js';
import { asStored, isUnderWay, type ShadowTables } from './tables.js';
import { nothingUnheard } from './unheard.js';
import { makeDue } from './write-routing.js';

/** Whether an effect may be handed to its provider again when nobody knows whether the first time arrived. */
export type Redelivery = (effect: OutboxItem['effect']) => boolean;

/** The inbox and the mint keep our key, a webhook carries it; mail and SMS would arrive twice. */
export const redeliverWhereDeduped: Redelivery = (effect) => effect.kind !== 'message' || effect.channel === 'inbox';

/** Channel of messages that are made like any other and leave for nobody. */
const NOBODY = 'none';

/** Writes an effect that leaves the house: one that was asked for before is not written again. */
export function enqueue(
  tables: ShadowTables,
  { run, at }: StepResult,
  { nodeId, visit, effect }: KeyedEffect,
  paused: boolean,
): void {
  if (effect.kind === 'contact' || effect.kind === 'track') return;
  if (effect.kind === 'message' && effect.channel === NOBODY) return;
  const key = `${run.workspaceId}:${run.id}:${nodeId}:${visit}:${effect.action ?? effect.kind}`;
  if (tables.outboxKeys.has(key)) return;
  tables.outboxKeys.add(key);
  const row: ShadowOutboxRow = {
    ...{ id: tables.nextId('outbox'), workspaceId: run.workspaceId, contactId: run.contactId, runId: run.id, key },
    ...{ nodeId, visit, effect, attempt: 0, state: 'paused', dueAt: at, readyAt: at, journal: undefined },
    ...{ reason: null, settledAt: null },
  };
  tables.outbox.set(row.id, row);
  if (!paused) tables.changeOutbox(row, { state: 'ready' });
}

/** Takes what is deliverable. Rows still `sending` after their lease belonged to a worker that is gone. */
export function claimOutbox(
  tables: ShadowTables,
  { now, limit, leaseMs }: { readonly now: number; readonly limit: number; readonly leaseMs: number },
  mayRedeliver: Redelivery,
): OutboxItem[] {
  const due = tables.dueOutbox
    .upTo(now)
    .map((id) => tables.outbox.get(id)!) // indexed only while it is there
    .filter(({ contactId, dueAt }) => {
      const contact = tables.contacts.get(contactId);
      return nothingUnheard(contact, dueAt) && nothingToMove(contact, dueAt);
    });
  const orphans = due.filter(({ state }) => state === 'sending').slice(0, limit);
  for (const { id } of orphans.filter(({ effect }) => !mayRedeliver(effect)))
    finish(tables, { id, at: now, final: { status: 'unknown', reason: 'worker-lost' } });
  const again = orphans.filter(({ effect }) => mayRedeliver(effect));
  const ready = due.filter(({ state }) => state === 'ready');
  const items = [...again, ...ready].slice(0, limit);
  return items.flatMap((row) => {
    tables.changeOutbox(row, { state: 'sending', attempt: row.attempt + 1, dueAt: now + leaseMs });
    return standsBack(tables, row, now) ? [] : [itemOf(row)];
  });
}

/** At equal instants what the contact's runs do comes before what becomes of their messages. */
function nothingToMove(contact: ShadowContact | undefined, moment: number): boolean {
  return !contact?.runs.some(({ state, dueAt }) => state === 'active' && dueAt !== null && dueAt <= moment);
}

/** The last look before it leaves: what its contact refused is suppressed, what belongs to a paused run is set aside. */
function standsBack(tables: ShadowTables, row: ShadowOutboxRow, now: number): boolean {
  const contact = tables.contacts.get(row.contactId);
  const refused = row.effect.kind === 'message' && contact?.attributes['noMarketing'] === true;
  if (!contact || refused) {
    const reason = contact ? 'no-marketing' : 'contact-erased';
    finish(tables, { id: row.id, at: now, final: { status: 'suppressed', reason } });
    return true;
  }
  if (tables.runs.get(row.runId)?.state !== 'paused') return false;
  tables.changeOutbox(row, { state: 'paused', attempt: row.attempt - 1, dueAt: row.readyAt });
  return true;
}

function itemOf({ state: _, readyAt, reason: _reason, settledAt: _settledAt, ...row }: ShadowOutboxRow): OutboxItem {
  return { ...row, dueAt: readyAt };
}

/** Results on rows that are being sent; a final one makes the run that waits for it due with the receipt. */
export function settleOutbox(tables: ShadowTables, results: readonly OutboxResult[]): void {
  for (const result of results) {
    const row = tables.outbox.get(result.id);
    if (row?.state !== 'sending') continue;
    if ('final' in result) finish(tables, result);
    else tables.changeOutbox(row, { state: 'ready', dueAt: result.retryAt, readyAt: result.retryAt, reason: result.reason }); // prettier-ignore
  }
}

function finish(tables: ShadowTables, { id, at, final, dead }: Extract<OutboxResult, { final: unknown }>): void {
  const row = tables.outbox.get(id);
  if (row?.state !== 'sending') return;
  tables.changeOutbox(row, {
    state: dead ? 'dead' : final.status,
    reason: final.reason ?? null,
    settledAt: at,
    dueAt: at,
  });
  const run = tables.runs.get(row.runId);
  // A run that has moved on asked for no receipt.
  if (!run || !isUnderWay(run) || run.nodeId !== row.nodeId || run.visits[row.nodeId] !== row.visit) return;
  const receipt = { ...final, data: asStored(final.data) };
  makeDue(tables, run.id, at, {
    kind: 'receipt',
    receipt,
    ...(row.effect.kind === 'plugin' && { call: row.effect.action }),
  });
}

/** Deliveries under way count as given up at once: `claimOutbox` decides which may be repeated. Answers how many. */
export function releaseDeliveries(tables: ShadowTables): number {
  const sending = [...tables.outbox.values()].filter(({ state }) => state === 'sending');
  for (const row of sending) tables.changeOutbox(row, { dueAt: row.readyAt });
  return sending.length;
}
