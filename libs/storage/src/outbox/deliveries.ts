import type { Reader } from '../database/database.js';
import type { OutboxState } from '../entities/rows.js';
import { displayName } from '../views/names.js';

export const STATES: readonly OutboxState[] = [
  'ready',
  'paused',
  'sending',
  'delivered',
  'failed',
  'suppressed',
  'unknown',
  'dead',
];

export interface DeliveryLine {
  readonly id: number;
  readonly channel: string;
  readonly contactId: number;
  readonly contactName: string | null;
  readonly journeyId: number | null;
  readonly journeyName: string | null;
  readonly nodeId: string;
  readonly state: OutboxState;
  readonly attempt: number;
  readonly reason: string | null;
  readonly createdAt: number;
  /** When it is or was due; of what is settled, when that was. */
  readonly dueAt: number;
  readonly settledAt: number | null;
}

export interface DeliveryQuery {
  readonly workspaceId: number;
  readonly state?: OutboxState | undefined;
  readonly channel?: string | undefined;
  readonly contactId?: number | undefined;
  /** The last line of the page before. */
  readonly before?: { readonly dueAt: number; readonly id: number } | undefined;
  readonly limit: number;
}

/**
 * Deliveries of a workspace, those with the latest moment first. Each (state, channel) is a stretch of the lanes' index, read from
 * its end; so a page costs the same however many rows there are.
 */
export async function page(read: Reader, query: DeliveryQuery): Promise<readonly DeliveryLine[]> {
  const ids = query.contactId === undefined ? await byLane(read, query) : await byContact(read, query);
  if (ids.length === 0) return [];
  const list = read.dialect.among(ids);
  return read.rows<DeliveryLine>(
    `SELECT o.id, o.channel, o.contact_id AS contactId, ${displayName('c')} AS contactName, j.id AS journeyId, j.name AS journeyName,
            o.node_id AS nodeId, o.state, o.attempt, o.reason, o.created_at AS createdAt, o.due_at AS dueAt, o.settled_at AS settledAt
     FROM outbox o LEFT JOIN contact c ON c.id = o.contact_id LEFT JOIN run r ON r.id = o.run_id LEFT JOIN journey j ON j.id = r.journey_id
     WHERE o.id IN ${list.sql} ORDER BY o.due_at DESC, o.id DESC`,
    list.params,
  );
}

async function byLane(read: Reader, query: DeliveryQuery): Promise<number[]> {
  const { workspaceId, state, channel, limit, before } = query;
  const states = state === undefined ? STATES : [state];
  const lanes: { state: OutboxState; channel: string }[] = [];
  for (const one of states) {
    const names = channel === undefined ? await channelsOf(read, workspaceId, one) : [channel];
    for (const name of names) lanes.push({ state: one, channel: name });
  }
  const found: { id: number; at: number }[] = [];
  for (const lane of lanes) {
    const rows = await read.rows<{ id: number; at: number }>(
      `SELECT id, due_at AS at FROM outbox WHERE state = ? AND workspace_id = ? AND channel = ? ${before ? 'AND due_at <= ? AND (due_at < ? OR id < ?)' : ''}
       ORDER BY due_at DESC, id DESC LIMIT ?`,
      [lane.state, workspaceId, lane.channel, ...(before ? [before.dueAt, before.dueAt, before.id] : []), limit],
    );
    found.push(...rows);
  }
  return found
    .sort((a, b) => b.at - a.at || b.id - a.id)
    .slice(0, limit)
    .map(({ id }) => id);
}

async function byContact(read: Reader, query: DeliveryQuery): Promise<number[]> {
  const { workspaceId, contactId, state, channel, limit, before } = query;
  const conditions = ['workspace_id = ?', 'contact_id = ?'];
  const params: unknown[] = [workspaceId, contactId];
  const narrow = (sql: string, ...values: unknown[]): void => {
    conditions.push(sql);
    params.push(...values);
  };
  // As an expression, so that the contact's few rows stay the way in.
  if (state !== undefined) narrow('CASE WHEN state = ? THEN 1 END = 1', state);
  if (channel !== undefined) narrow('channel = ?', channel);
  if (before) narrow('due_at <= ? AND (due_at < ? OR id < ?)', before.dueAt, before.dueAt, before.id);
  const rows = await read.rows<{ id: number }>(
    `SELECT id FROM outbox WHERE ${conditions.join(' AND ')} ORDER BY due_at DESC, id DESC LIMIT ?`,
    [...params, limit],
  );
  return rows.map(({ id }) => id);
}

/** The channels with rows in a state, by steps through the index. */
async function channelsOf(read: Reader, workspaceId: number, state: OutboxState): Promise<string[]> {
  const names: string[] = [];
  for (let after = ''; ;) {
    const [row] = await read.rows<{ channel: string }>(
      `SELECT channel FROM outbox WHERE state = ? AND workspace_id = ? AND channel ${names.length ? '>' : '>='} ? ORDER BY channel LIMIT 1`,
      [state, workspaceId, after],
    );
    if (!row) return names;
    names.push((after = row.channel));
  }
}

export interface ChannelCounts {
  readonly channel: string;
  /** Ready or set aside with a paused journey. */
  readonly waiting: number;
  readonly sending: number;
  readonly unknown: number;
  readonly dead: number;
  readonly oldestWaitingAt: number | null;
}

/** Counted no further, so that the answer comes at once whatever the backlog. */
export const COUNTED_UP_TO = 100_000;

/** What is in hand, by channel. */
export async function summary(
  read: Reader,
  workspaceId: number,
  channels: readonly string[],
): Promise<readonly ChannelCounts[]> {
  const named = new Set(channels);
  const shown = ['ready', 'paused', 'sending', 'unknown', 'dead'] as const;
  for (const state of shown) for (const name of await channelsOf(read, workspaceId, state)) named.add(name);
  const counts: ChannelCounts[] = [];
  for (const channel of [...named].filter((name) => name !== '').sort()) {
    const of = async (state: OutboxState): Promise<number> => {
      const [row] = await read.rows<{ n: number }>(
        `SELECT COUNT(*) AS n FROM (SELECT 1 FROM outbox WHERE state = ? AND workspace_id = ? AND channel = ? LIMIT ${COUNTED_UP_TO}) AS few`,
        [state, workspaceId, channel],
      );
      return Number(row?.n ?? 0);
    };
    const [oldest] = await read.rows<{ at: number }>(
      `SELECT due_at AS at FROM outbox WHERE state = 'ready' AND workspace_id = ? AND channel = ? ORDER BY due_at, id LIMIT 1`,
      [workspaceId, channel],
    );
    counts.push({
      channel,
      waiting: (await of('ready')) + (await of('paused')),
      sending: await of('sending'),
      unknown: await of('unknown'),
      dead: await of('dead'),
      oldestWaitingAt: oldest?.at ?? null,
    });
  }
  return counts;
}

export { called, reconcile, retry, type Decision } from './resolve.js';
