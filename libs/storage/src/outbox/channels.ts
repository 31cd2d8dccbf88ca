import type { Reader, Tx } from '../database/database.js';
import { insertRows } from '../database/write.js';
import { DATABASE_NOW } from '../shards/database-clock.js';
import { GREATEST, LEAST } from './rows.js';

/** Stands for all channels of a workspace; only its kill switch counts. */
export const ALL_CHANNELS = '*';

/** What people set for a channel. */
export interface ChannelLimits {
  readonly halted: boolean;
  /** Deliveries per second; null: as many as there are. */
  readonly perSecond: number | null;
  /** How many may leave at once after a quiet time. */
  readonly burst: number | null;
  /** Deliveries with the provider at a time, on all workers together. */
  readonly concurrency: number | null;
}

/** The limits of a workspace's channels, `*` among them, and for how long their providers asked to be left alone. */
export async function list(
  read: Reader,
  workspaceId: number,
): Promise<ReadonlyMap<string, ChannelLimits & { readonly pausedMs: number }>> {
  const rows = await read.rows<{
    channel: string;
    halted: number | boolean;
    rateMilli: number | null;
    burst: number | null;
    concurrency: number | null;
    pausedMs: number;
  }>(
    `SELECT channel, halted, rate_milli AS rateMilli, burst, concurrency, paused_until - ${DATABASE_NOW[read.dialect.name]} AS pausedMs
     FROM send_lane WHERE workspace_id = ?`,
    [workspaceId],
  );
  return new Map(
    rows.map(({ channel, halted, rateMilli, burst, concurrency, pausedMs }) => [
      channel,
      {
        halted: Boolean(halted),
        perSecond: rateMilli === null ? null : Number(rateMilli) / 1000,
        burst,
        concurrency,
        pausedMs: Math.max(0, Number(pausedMs)),
      },
    ]),
  );
}

/** Changes what is named of a channel's limits, and nothing else. A new rate begins with a full bucket. */
export async function change(
  tx: Tx,
  workspaceId: number,
  channel: string,
  { halted, perSecond, burst, concurrency }: Partial<ChannelLimits>,
): Promise<void> {
  const now = DATABASE_NOW[tx.dialect.name];
  const least = LEAST[tx.dialect.name];
  const [clock] = await tx.rows<{ now: number }>(`SELECT ${now} AS now`);
  const rate = perSecond === undefined || perSecond === null ? null : Math.max(1, Math.round(perSecond * 1000));
  const size = burst ?? (rate === null ? null : Math.max(1, Math.ceil(rate / 1000)));
  const full = (size ?? 0) * 1000;
  await insertRows(
    tx,
    'send_lane',
    [
      'workspace_id',
      'channel',
      'halted',
      'rate_milli',
      'burst',
      'concurrency',
      'tokens_milli',
      'refilled_at',
      'paused_until',
    ],
    [[workspaceId, channel, halted ?? false, rate, size, concurrency, full, Number(clock?.now), 0]],
    {
      key: ['workspace_id', 'channel'],
      set: ({ fresh, old }) => ({
        ...(halted === undefined ? {} : { halted: fresh('halted') }),
        ...(concurrency === undefined ? {} : { concurrency: fresh('concurrency') }),
        ...(perSecond === undefined
          ? {}
          : {
              rate_milli: fresh('rate_milli'),
              tokens_milli: fresh('tokens_milli'),
              refilled_at: fresh('refilled_at'),
            }),
        ...(perSecond !== undefined || burst !== undefined ? { burst: fresh('burst') } : {}),
        // A narrower bucket spills at once.
        ...(perSecond === undefined && burst != null
          ? { tokens_milli: `${least}(${old('tokens_milli')}, ${fresh('tokens_milli')})` }
          : {}),
      }),
    },
  );
}

/** Keeps a lane quiet for a while, because its provider asked for it; a longer quiet stays. */
export async function pause(tx: Tx, workspaceId: number, channel: string, ms: number): Promise<void> {
  const now = DATABASE_NOW[tx.dialect.name];
  const greatest = GREATEST[tx.dialect.name];
  const [clock] = await tx.rows<{ now: number }>(`SELECT ${now} AS now`);
  await insertRows(
    tx,
    'send_lane',
    ['workspace_id', 'channel', 'halted', 'tokens_milli', 'refilled_at', 'paused_until'],
    [[workspaceId, channel, false, 0, 0, Number(clock?.now) + Math.round(ms)]],
    {
      key: ['workspace_id', 'channel'],
      set: ({ old, fresh }) => ({ paused_until: `${greatest}(${old('paused_until')}, ${fresh('paused_until')})` }),
    },
  );
}
