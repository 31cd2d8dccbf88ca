import type { Json } from '@sojourn/kernel';
import type { Reader } from '../database/database.js';
import { parseJson } from '../database/read.js';
import { FIRST_SEAL, sealOf } from './seal.js';

export interface AuditVerdict {
  readonly ok: boolean;
  /** Entries whose seal was computed again. */
  readonly checked: number;
  /** The first number in the chain that is missing or not as it was sealed; null when all are. */
  readonly brokenAt: number | null;
  /** The seal of the last entry: note it elsewhere, and nobody can replace the whole chain unseen. */
  readonly seal: string;
  /** Entries outside of the chain, written by an engine of a release before it had one. */
  readonly unsealed: number;
}

const PAGE = 1_000;

interface Row {
  readonly id: number;
  readonly seq: number;
  readonly userId: number | null;
  readonly apiKeyId: number | null;
  readonly at: number;
  readonly action: string;
  readonly subject: string;
  readonly details: string | null;
  readonly hash: string;
}

/** Computes the seals of a workspace's audit trail again, from the first entry to the one that was last when it began. */
export async function verifyAudit(read: Reader, workspaceId: number): Promise<AuditVerdict> {
  const [head = { seq: 0, hash: FIRST_SEAL }] = await read.rows<{ seq: number; hash: string }>(
    'SELECT seq, hash FROM audit_head WHERE workspace_id = ?',
    [workspaceId],
  );
  const [outside] = await read.rows<{ n: number }>(
    'SELECT COUNT(*) AS n FROM audit WHERE workspace_id = ? AND seq IS NULL',
    [workspaceId],
  );
  const verdict = (checked: number, brokenAt: number | null): AuditVerdict => ({
    ok: brokenAt === null,
    checked,
    brokenAt,
    seal: head.hash,
    unsealed: outside?.n ?? 0,
  });
  let [checked, previous] = [0, FIRST_SEAL];
  while (checked < head.seq) {
    const rows = await read.rows<Row>(
      `SELECT id, seq, user_id AS userId, api_key_id AS apiKeyId, at, action, subject, details, hash FROM audit
       WHERE workspace_id = ? AND seq > ? AND seq <= ? ORDER BY seq LIMIT ${PAGE}`,
      [workspaceId, checked, head.seq],
    );
    for (const { hash, details, ...row } of rows) {
      const seal = sealOf(previous, { ...row, workspaceId, details: parseJson<Json>(details) ?? null });
      if (row.seq !== checked + 1 || seal !== hash) return verdict(checked, checked + 1);
      checked = row.seq;
      previous = seal;
    }
    if (rows.length === 0) return verdict(checked, checked + 1);
  }
  return verdict(checked, previous === head.hash ? null : checked);
}
