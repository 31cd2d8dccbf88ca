import type { ShardLease } from '../ports.js';
import { CONTACT_UPDATED, type StepResult } from '../records.js';
import { happen } from './happen.js';
import { lookBack } from './look-back.js';
import { enqueue } from './outbox.js';
import { applyPatch } from './patch.js';
import type { ShadowContact, ShadowRun } from './rows.js';
import { asStored, isUnderWay, type ShadowTables } from './tables.js';
import { countEnd } from './write-routing.js';

interface HeldStep extends StepResult {
  readonly stored: ShadowRun;
  readonly owner: ShadowContact | undefined;
}

/** Writes a batch of wakes; a run whose fence was lost, or whose shard changed hands, writes nothing. */
export function commit(
  tables: ShadowTables,
  steps: readonly StepResult[],
  stands: (lease: ShardLease) => boolean,
): { readonly fencedOut: readonly number[]; readonly lost: readonly number[] } {
  const held = steps.flatMap((step): HeldStep[] => {
    const stored = tables.runs.get(step.run.id);
    if (!stored || stored.fence !== step.run.fence || !isUnderWay(stored) || !stands(step.run)) return [];
    return [{ ...step, stored, owner: tables.contacts.get(stored.contactId) }];
  });
  // All look back before any writes: what this very batch records is not routed yet.
  const found = held.map((step) => step.owner && lookBack(step, step.owner));
  for (const step of held) changeContact(tables, step);
  for (const step of held) for (const effect of step.effects) enqueue(tables, step, effect, step.stored.state === 'paused'); // prettier-ignore
  held.forEach((step, i) => {
    writeRun(tables, step, found[i]);
    if (step.trace.length > 0) tables.traces.push({ runId: step.run.id, at: step.at, steps: step.trace });
    countEdges(tables, step);
  });
  const kept = new Set(held.map(({ run }) => run.id));
  const lost = new Set(steps.flatMap(({ run }) => (stands(run) ? [] : [run.shard])));
  return { fencedOut: steps.flatMap(({ run }) => (kept.has(run.id) ? [] : [run.id])), lost: [...lost] };
}

/** Carries out `contact` and `track` effects. A patch that changes nothing tells nobody. */
function changeContact(tables: ShadowTables, { effects, at, owner }: HeldStep): void {
  if (!owner) return;
  const moment = { contactId: owner.id, occurredAt: at, receivedAt: at };
  for (const { effect } of effects) {
    if (effect.kind === 'track') happen(tables, { ...moment, type: effect.event, properties: effect.properties });
    const change = effect.kind === 'contact' ? applyPatch(owner, effect) : null;
    if (change) happen(tables, { ...moment, type: CONTACT_UPDATED, properties: { ...change } });
  }
}

/** The fence rises, so that a commit whose reply was lost cannot be written twice. A paused run stays paused. */
function writeRun(tables: ShadowTables, { run, at, next, stored }: HeldStep, found: ReturnType<typeof lookBack>): void {
  const fence = stored.fence + 1;
  if (next.state === 'ended') {
    tables.change(stored, {
      ...{ state: 'ended', nodeId: next.nodeId, dueAt: null, fence, subscriptions: [] },
      ...{ endedAt: at, endReason: next.reason, endDetail: next.detail ?? null },
    });
    return;
  }
  const { nodeId, visits, arrivedAt, dueAt, pending, memory, variables, subscriptions } = next;
  tables.change(stored, {
    ...{ nodeId, visits, arrivedAt, fence, memory: asStored(memory), variables: asStored(variables) },
    pending: found ? { kind: 'event', subscription: found.subscription, eventId: found.eventId } : pending,
    dueAt: found ? found.at : dueAt,
    subscriptions: found
      ? []
      : subscriptions.map(({ id, event, filter }) => ({
          ...{ runId: run.id, contactId: stored.contactId, subscription: id, event },
          ...(filter && { filter }),
        })),
  });
}

function countEdges(tables: ShadowTables, { run, trace, next }: HeldStep): void {
  for (const { nodeId, outcome } of trace) if (outcome !== null) tables.count(run.versionId, nodeId, outcome);
  if (next.state !== 'ended') return;
  const last = trace.at(-1);
  countEnd(tables, run.versionId, next.nodeId, next.reason, last?.nodeId !== next.nodeId || last.outcome === null);
}
