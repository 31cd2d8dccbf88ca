import type { Tx } from '../database/database.js';
import { toJson } from '../database/read.js';
import { insertRows, updateRows } from '../database/write.js';
import type { HeldStep } from './commit.js';
import type { FoundEvent } from './look-back.js';
import { dropSubscriptions } from './write-routing.js';

/**
 * Where every run stands now. The fence rises once more, so that a commit whose reply was lost cannot be written twice.
 * A run paused while it was being moved stays paused where it arrived.
 */
export async function writeRuns(
  tx: Tx,
  held: readonly HeldStep[],
  found: ReadonlyMap<number, FoundEvent>,
): Promise<void> {
  await updateRows(tx, {
    table: 'run',
    key: 'id',
    columns: {
      state: 'text',
      node_id: 'text',
      visits: 'text',
      arrived_at: 'int',
      due_at: 'int',
      pending: 'text',
      memory: 'text',
      variables: 'text',
      ended_at: 'int',
      end_reason: 'text',
      end_detail: 'text',
    },
    rows: held.map((step) => [step.run.id, ...cells(step, found.get(step.run.id))]),
    set: 'fence = fence + 1, claimed = 0, claimed_due = NULL',
  });
  await dropSubscriptions(tx, held.map(({ run }) => run.id)); // prettier-ignore
  await insertRows(
    tx,
    'subscription',
    ['run_id', 'sub_id', 'workspace_id', 'contact_id', 'event_type', 'filter'],
    held.flatMap(({ run, next }) =>
      next.state === 'ended' || found.has(run.id)
        ? []
        : next.subscriptions.map(({ id, event, filter }) => [
            run.id,
            id,
            run.workspaceId,
            run.contactId,
            event,
            toJson(filter),
          ]),
    ),
  );
}

function cells({ run, at, next, stored }: HeldStep, found: FoundEvent | undefined): (string | number | null)[] {
  if (next.state === 'ended') {
    const { visits, pending, memory, variables } = run;
    const kept = [
      JSON.stringify(visits),
      run.arrivedAt,
      null,
      JSON.stringify(pending),
      toJson(memory),
      JSON.stringify(variables),
    ];
    return ['ended', next.nodeId, ...kept, at, next.reason, next.detail ?? null];
  }
  const { nodeId, visits, arrivedAt, dueAt, pending, memory, variables } = next;
  const wake = found ? { kind: 'event', subscription: found.subscription, eventId: found.eventId } : pending;
  const due = found ? found.at : dueAt;
  return [
    stored.state,
    nodeId,
    JSON.stringify(visits),
    arrivedAt,
    due,
    JSON.stringify(wake),
    toJson(memory),
    JSON.stringify(variables),
    null,
    null,
    null,
  ];
}
