import type { Tx } from '../database/database.js';
import { rowsAmong } from '../database/read.js';

/** Why a delivery must not leave just now, or ever; undefined: it may. */
export type Hindrance = 'paused' | 'halted' | 'no-marketing' | 'contact-erased' | 'run-over';

const OPTED_OUT = {
  sqlite: `json_type(c.attributes, '$.noMarketing') = 'true'`,
  // Text on MariaDB, JSON on MySQL: `true` in both, while a text would have its quotes.
  mysql: `CAST(JSON_EXTRACT(c.attributes, '$.noMarketing') AS CHAR) = 'true'`,
};

/**
 * What stands in the way of deliveries at this very moment: the last look before they are handed over. What a step decided leaves though
 * its run has ended since; the call of a plugin's node is a step still to be done, and is not begun for a run that is over. (Marking counted this attempt.)
 */
export async function hindrances(tx: Tx, ids: readonly number[]): Promise<ReadonlyMap<number, Hindrance>> {
  const rows = await rowsAmong<{ id: number; why: Hindrance }>(
    tx,
    ids,
    (list) =>
      `SELECT id, why FROM (
         SELECT o.id, CASE
           WHEN c.id IS NULL THEN 'contact-erased'
           WHEN o.kind = 'message' AND ${OPTED_OUT[tx.dialect.name]} THEN 'no-marketing'
           WHEN o.kind = 'plugin' AND o.attempt <= 1 AND (r.id IS NULL OR r.state = 'ended') THEN 'run-over'
           WHEN r.state = 'paused' THEN 'paused'
           WHEN EXISTS (SELECT 1 FROM send_lane h WHERE h.workspace_id = o.workspace_id AND h.channel IN (o.channel, '*') AND h.halted = 1) THEN 'halted'
         END AS why
         FROM outbox o LEFT JOIN contact c ON c.id = o.contact_id LEFT JOIN run r ON r.id = o.run_id WHERE o.id IN ${list}) AS look
       WHERE why IS NOT NULL`,
  );
  return new Map(rows.map(({ id, why }) => [id, why]));
}
