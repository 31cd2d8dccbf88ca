import type { Reader } from '../database/database.js';

export interface OverviewNumbers {
  readonly contacts: number;
  readonly activeRuns: number;
  readonly quarantinedRuns: number;
  readonly liveJourneys: number;
  readonly outboxWaiting: number;
  readonly messagesSince: number;
  readonly couponsSince: number;
  readonly goalsSince: number;
}

const NUMBERS: Readonly<Record<keyof OverviewNumbers, { readonly sql: string; readonly since?: true }>> = {
  contacts: { sql: 'SELECT COUNT(*) AS n FROM contact WHERE workspace_id = ? AND merged_into IS NULL' },
  activeRuns: { sql: "SELECT COUNT(*) AS n FROM run WHERE workspace_id = ? AND state IN ('active', 'paused')" },
  quarantinedRuns: { sql: 'SELECT COUNT(*) AS n FROM parked WHERE workspace_id = ?' },
  liveJourneys: { sql: "SELECT COUNT(*) AS n FROM journey WHERE workspace_id = ? AND state = 'live'" },
  outboxWaiting: { sql: "SELECT COUNT(*) AS n FROM outbox WHERE workspace_id = ? AND state IN ('ready', 'sending')" },
  messagesSince: {
    sql: "SELECT COUNT(*) AS n FROM outbox WHERE workspace_id = ? AND kind = 'message' AND state = 'delivered' AND settled_at >= ?",
    since: true,
  },
  couponsSince: {
    sql: "SELECT COUNT(*) AS n FROM coupon_ledger WHERE workspace_id = ? AND kind = 'issued' AND at >= ?",
    since: true,
  },
  goalsSince: {
    sql: "SELECT COUNT(*) AS n FROM run WHERE workspace_id = ? AND state = 'ended' AND end_reason = 'goal' AND ended_at >= ?",
    since: true,
  },
};

/** A workspace at a glance; `since` is usually its midnight. */
export async function overview(read: Reader, workspaceId: number, since: number): Promise<OverviewNumbers> {
  const numbers: Partial<Record<keyof OverviewNumbers, number>> = {};
  for (const [name, { sql, since: dated }] of Object.entries(NUMBERS)) {
    const [row] = await read.rows<{ n: number }>(sql, dated ? [workspaceId, since] : [workspaceId]);
    numbers[name as keyof OverviewNumbers] = row?.n ?? 0;
  }
  return numbers as OverviewNumbers; // every key of the table was filled
}
