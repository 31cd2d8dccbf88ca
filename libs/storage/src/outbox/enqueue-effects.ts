import { channelOf, type OutboxItem } from '@sojourn/execution';
import type { Tx } from '../database/database.js';
import { insertRows } from '../database/write.js';
import type { HeldStep } from '../journey-store/commit.js';

/**
 * Writes effects that leave the house. Their key is `<workspace>:<run>:<node>:<visit>:<action>`, the action being the
 * effect's kind when the node names none: an effect asked for twice is written once.
 */
export async function enqueueEffects(tx: Tx, held: readonly HeldStep[]): Promise<void> {
  const leaving = held.flatMap(({ run, at, effects, stored }) =>
    effects.flatMap(({ nodeId, visit, effect }) =>
      isOutgoing(effect) ? [{ run, at, nodeId, visit, effect, paused: stored?.state === 'paused' }] : [],
    ),
  );
  const ids = await tx.take('outbox', leaving.length);
  await insertRows(
    tx,
    'outbox',
    [
      'id',
      'workspace_id',
      'contact_id',
      'run_id',
      'node_id',
      'visit',
      'effect_key',
      'kind',
      'channel',
      'effect',
      'state',
      'attempt',
      'due_at',
      'ready_at',
      'created_at',
    ],
    leaving.map(({ run, at, nodeId, visit, effect, paused }, i) => [
      ids[i],
      run.workspaceId,
      run.contactId,
      run.id,
      nodeId,
      visit,
      `${run.workspaceId}:${run.id}:${nodeId}:${visit}:${actionOf(effect)}`,
      effect.kind,
      channelOf(effect),
      JSON.stringify(effect),
      paused ? 'paused' : 'ready',
      0,
      at,
      at,
      at,
    ]),
    'ignore',
  );
}

function isOutgoing(effect: HeldStep['effects'][number]['effect']): effect is OutboxItem['effect'] {
  // The channel `none` is nobody's: a rehearsal makes the message and keeps it from leaving.
  if (effect.kind === 'message') return effect.channel !== 'none';
  return effect.kind === 'webhook' || effect.kind === 'mint' || effect.kind === 'plugin';
}

const actionOf = (effect: OutboxItem['effect']): string =>
  'action' in effect ? (effect.action ?? effect.kind) : effect.kind;
