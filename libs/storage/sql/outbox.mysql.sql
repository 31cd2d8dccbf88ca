-- What live workers ask of the outbox on MySQL and MariaDB, as it is sent; written by outbox/plans.spec.ts.

-- which lanes have something due, and what stands in their way

SELECT workspace_id AS workspaceId, channel, MIN(due_at) AS dueAt FROM outbox WHERE state = 'ready' GROUP BY state, workspace_id, channel;
--   outbox | range | ix_outbox_lane | Using where; Using index for group-by

SELECT workspace_id AS workspaceId, channel, halted, rate_milli AS rateMilli, burst, concurrency, tokens_milli AS tokensMilli, (TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(3)) DIV 1000) - refilled_at AS elapsedMs, paused_until - (TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(3)) DIV 1000) AS pausedMs FROM send_lane WHERE workspace_id IN (?);
--   send_lane | ALL | - | Using where

-- claim

SELECT id, workspace_id AS workspaceId, contact_id AS contactId, run_id AS runId, node_id AS nodeId, visit, effect_key AS `key`, effect, attempt, ready_at AS dueAt, journal, ambiguous_at AS ambiguousAt, body_hash AS bodyHash, COALESCE(queued_at, created_at) AS queuedAt FROM outbox WHERE state = 'ready' AND workspace_id = ? AND channel = ? AND due_at >= ? AND due_at <= ? AND (lease_until IS NULL OR lease_until < (TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(3)) DIV 1000)) ORDER BY due_at, id LIMIT ? FOR UPDATE SKIP LOCKED;
--   outbox | range | ix_outbox_lane | Using index condition; Using where

UPDATE outbox SET holder = ?, lease_until = (TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(3)) DIV 1000) + ? WHERE id IN (?);
--   outbox | range | PRIMARY | Using where

-- begin, in a lane with a rate and a bound

SELECT rate_milli AS rateMilli, concurrency, LEAST(burst * 1000, tokens_milli + LEAST(10000000000, GREATEST(0, (TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(3)) DIV 1000) - refilled_at)) * rate_milli / 1000) AS milli FROM send_lane WHERE workspace_id = ? AND channel = ? FOR UPDATE;
--   send_lane | const | PRIMARY | 

SELECT COUNT(*) AS n FROM outbox WHERE state = 'sending' AND workspace_id = ? AND channel = ?;
--   outbox | ref | ix_outbox_lane | Using where; Using index

UPDATE send_lane SET tokens_milli = LEAST(burst * 1000, tokens_milli + LEAST(10000000000, GREATEST(0, (TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(3)) DIV 1000) - refilled_at)) * rate_milli / 1000) - ?, refilled_at = GREATEST(refilled_at, (TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(3)) DIV 1000)) WHERE workspace_id = ? AND channel = ? AND LEAST(burst * 1000, tokens_milli + LEAST(10000000000, GREATEST(0, (TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(3)) DIV 1000) - refilled_at)) * rate_milli / 1000) >= ?;
--   send_lane | range | PRIMARY | Using where

UPDATE outbox SET state = 'sending', attempt = attempt + 1, due_at = ?, lease_until = (TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(3)) DIV 1000) + ?, holder = ? WHERE id IN (?) AND CASE WHEN state IN ('ready') THEN 1 END = 1 AND holder = ?;
--   outbox | range | PRIMARY | Using where

SELECT id, why FROM ( SELECT o.id, CASE WHEN c.id IS NULL THEN 'contact-erased' WHEN o.kind = 'message' AND CAST(JSON_EXTRACT(c.attributes, '$.noMarketing') AS CHAR) = 'true' THEN 'no-marketing' WHEN o.kind = 'plugin' AND o.attempt <= 1 AND (r.id IS NULL OR r.state = 'ended') THEN 'run-over' WHEN r.state = 'paused' THEN 'paused' WHEN EXISTS (SELECT 1 FROM send_lane h WHERE h.workspace_id = o.workspace_id AND h.channel IN (o.channel, '*') AND h.halted = 1) THEN 'halted' END AS why FROM outbox o LEFT JOIN contact c ON c.id = o.contact_id LEFT JOIN run r ON r.id = o.run_id WHERE o.id IN (?)) AS look WHERE why IS NOT NULL;
--   o | range | PRIMARY | Using where
--   c | eq_ref | PRIMARY | 
--   r | eq_ref | PRIMARY | Using where
--   h | ref | PRIMARY | Using where

-- begin, where bodies are compared

UPDATE JSON_TABLE(?, '$[*]' COLUMNS (k BIGINT PATH '$[0]', v0 VARCHAR(n) CHARACTER SET utf8mb4 PATH '$[1]', v1 BIGINT PATH '$[2]')) AS v STRAIGHT_JOIN `outbox` ON `outbox`.`id` = v.k SET `outbox`.`body_hash` = v.v0, `outbox`.`due_at` = v.v1, state = 'sending', attempt = attempt + 1, lease_until = (TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(3)) DIV 1000) + 60000, holder = ? WHERE (CASE WHEN state IN ('ready') THEN 1 END = 1 AND holder = ?);
--   v | ALL | - | Table function: json_table; Using where
--   outbox | eq_ref | PRIMARY | Using where

-- settle

SELECT id, run_id AS runId, node_id AS nodeId, visit, CASE WHEN kind = 'mint' THEN effect END AS mint, CASE WHEN kind = 'plugin' THEN effect_key END AS callKey FROM outbox WHERE id IN (?) AND CASE WHEN state IN ('sending', 'unknown', 'ready', 'dead') THEN 1 END = 1 ORDER BY id FOR UPDATE;
--    |  | - | Impossible WHERE noticed after reading const tables

UPDATE JSON_TABLE(?, '$[*]' COLUMNS (k BIGINT PATH '$[0]', v0 VARCHAR(n) CHARACTER SET utf8mb4 PATH '$[1]', v1 VARCHAR(n) CHARACTER SET utf8mb4 PATH '$[2]', v2 BIGINT PATH '$[3]', v3 BIGINT PATH '$[4]')) AS v STRAIGHT_JOIN `outbox` ON `outbox`.`id` = v.k SET `outbox`.`state` = v.v0, `outbox`.`reason` = v.v1, `outbox`.`settled_at` = v.v2, `outbox`.`due_at` = v.v3, lease_until = NULL;
--   v | ALL | - | Table function: json_table; Using where
--   outbox | eq_ref | PRIMARY | 

SELECT id, node_id AS nodeId, visits FROM run WHERE id IN (?) AND CASE WHEN state IN ('active', 'paused') THEN 1 END = 1 ORDER BY id FOR UPDATE;
--   run | const | PRIMARY | 

UPDATE JSON_TABLE(?, '$[*]' COLUMNS (k BIGINT PATH '$[0]', v0 VARCHAR(n) CHARACTER SET utf8mb4 PATH '$[1]', v1 BIGINT PATH '$[2]')) AS v STRAIGHT_JOIN `run` ON `run`.`id` = v.k SET `run`.`pending` = v.v0, `run`.`due_at` = v.v1, fence = fence + 1, claimed = 0, claimed_due = NULL WHERE (state IN ('active', 'paused'));
--   v | ALL | - | Table function: json_table; Using where
--   run | eq_ref | PRIMARY | Using where

DELETE FROM subscription WHERE run_id IN (?);
--   subscription | range | PRIMARY | Using where

UPDATE JSON_TABLE(?, '$[*]' COLUMNS (k BIGINT PATH '$[0]', v0 BIGINT PATH '$[1]', v1 BIGINT PATH '$[2]', v2 VARCHAR(n) CHARACTER SET utf8mb4 PATH '$[3]', v3 BIGINT PATH '$[4]', v4 BIGINT PATH '$[5]')) AS v STRAIGHT_JOIN `outbox` ON `outbox`.`id` = v.k SET `outbox`.`due_at` = v.v0, `outbox`.`ready_at` = v.v1, `outbox`.`reason` = v.v2, `outbox`.`ambiguous_at` = v.v3, `outbox`.`attempt` = v.v4, state = 'ready', holder = NULL, lease_until = NULL WHERE (CASE WHEN state IN ('sending', 'ready') THEN 1 END = 1 AND holder = ? AND attempt <= v4);
--   v | ALL | - | Table function: json_table; Using where
--   outbox | eq_ref | PRIMARY | Using where

-- release

UPDATE outbox SET holder = NULL, lease_until = NULL WHERE id IN (?) AND CASE WHEN state IN ('ready') THEN 1 END = 1 AND holder = ?;
--   outbox | range | PRIMARY | Using where

-- recover

SELECT 1 AS one FROM outbox WHERE state = 'sending' AND (lease_until IS NULL OR lease_until < (TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(3)) DIV 1000)) LIMIT 1;
--   outbox | ref | ix_outbox_due | Using index condition; Using where
