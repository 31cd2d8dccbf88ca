-- Statements of the engine's hot path on MySQL and MariaDB, as they are sent; written by journey-store/plans.spec.ts.

-- ingest: events of a batch

SELECT message_id AS messageId FROM event WHERE workspace_id = ? AND message_id IN (?);
--   event | range | ux_event_message | Using where; Using index

SELECT value, contact_id AS contactId FROM contact_identity WHERE workspace_id = ? AND kind = ? AND value IN (?);
--   contact_identity | range | PRIMARY | Using where

SELECT id FROM contact WHERE id IN (?) ORDER BY id FOR UPDATE;
--   contact | range | PRIMARY | Using where; Using index

SELECT id, workspace_id AS workspaceId, external_id AS externalId, time_zone AS timeZone, last_seen_at AS lastSeenAt, merged_into AS mergedInto
  FROM contact WHERE id IN (?);
--   contact | range | PRIMARY | Using where

INSERT INTO `contact` (`id`, `workspace_id`, `external_id`, `email`, `phone`, `name`, `language`, `time_zone`, `attributes`, `created_at`, `updated_at`, `last_seen_at`, `last_event_id`) VALUES ?;

UPDATE JSON_TABLE(?, '$[*]' COLUMNS (k BIGINT PATH '$[0]', v0 VARCHAR(n) CHARACTER SET utf8mb4 PATH '$[1]', v1 VARCHAR(n) CHARACTER SET utf8mb4 PATH '$[2]', v2 BIGINT PATH '$[3]')) AS v STRAIGHT_JOIN `contact` ON `contact`.`id` = v.k SET `contact`.`external_id` = v.v0, `contact`.`time_zone` = v.v1, `contact`.`last_seen_at` = v.v2;
--   v | ALL | - | Table function: json_table; Using where
--   contact | eq_ref | PRIMARY | 

INSERT INTO `contact_identity` (`workspace_id`, `kind`, `value`, `contact_id`, `created_at`) VALUES ?;

INSERT INTO `event` (`id`, `workspace_id`, `contact_id`, `type`, `occurred_at`, `received_at`, `message_id`, `properties`, `source`) VALUES ?;

INSERT INTO `signal` (`id`, `workspace_id`, `contact_id`, `at`, `shard`) VALUES ?;

-- routing

SELECT shard, CASE WHEN unleased = 1 OR leaseUntil > (TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(3)) DIV 1000) THEN owner END AS owner, epoch, leaseUntil
  FROM (SELECT s.id AS shard, s.owner, s.epoch, s.lease_until = 0 AS unleased,
  CASE WHEN COALESCE(w.seen_until, 0) > s.lease_until THEN w.seen_until ELSE s.lease_until END AS leaseUntil
  FROM shard s LEFT JOIN worker w ON w.id = s.owner) AS known
  ORDER BY shard;
--   s | index | PRIMARY | 
--   w | eq_ref | PRIMARY | Using where

SELECT shard, workspace_id AS workspaceId, MIN(due_at) AS dueAt FROM run
  WHERE state = 'active' AND due_at >= 0 GROUP BY state, shard, workspace_id;
--   run | range | ix_run_lane | Using where; Using index for group-by

SELECT shard, workspace_id AS workspaceId, MIN(id) AS firstId FROM `signal` GROUP BY shard, workspace_id;
--   signal | range | ix_signal_lane | Using index for group-by

SELECT id, epoch FROM shard FORCE INDEX (PRIMARY) WHERE id IN (?) LOCK IN SHARE MODE;
--   shard | range | PRIMARY | Using where

(SELECT id, workspace_id AS workspaceId, contact_id AS contactId, at, shard FROM `signal` FORCE INDEX (ix_signal_lane)
  WHERE shard = ? AND workspace_id = ? ORDER BY id LIMIT ?);
--   signal | ref | ix_signal_lane | Using where

SELECT id, version_id AS versionId, journey_id AS journeyId, contact_id AS contactId, entry_key AS `key`, node_id AS nodeId, started_at AS startedAt, state, due_at AS dueAt, (run.pending LIKE '{"kind":"timer"%' OR run.pending LIKE '{"kind":"retry"%') AS byTime FROM run
  WHERE workspace_id = ? AND contact_id IN (?) AND CASE WHEN state IN ('active', 'paused') THEN 1 END = 1;
--   run | range | ix_run_contact | Using index condition; Using where

SELECT id, type, occurred_at AS occurredAt, properties FROM event WHERE id IN (?);
--   event | range | PRIMARY | Using where

SELECT run_id AS runId, contact_id AS contactId, sub_id AS subscription, filter FROM subscription WHERE contact_id IN (?) AND event_type = ?;
--   subscription | range | ix_subscription_event | Using index condition

INSERT INTO run (pending, due_at, id, workspace_id, journey_id, version_id, contact_id, entry_key, entry_id, shard, state, node_id, visits,
  arrived_at, fence, claimed, variables, started_at) VALUES ?
  ON DUPLICATE KEY UPDATE pending = IF(state IN ('active', 'paused'), VALUES(pending), pending), due_at = IF(state IN ('active', 'paused'), VALUES(due_at), due_at),
  fence = IF(state IN ('active', 'paused'), fence + 1, fence), claimed = IF(state IN ('active', 'paused'), 0, claimed), claimed_due = IF(state IN ('active', 'paused'), NULL, claimed_due);

DELETE FROM subscription WHERE run_id IN (?);
--   subscription | range | PRIMARY | Using where

UPDATE `signal` s STRAIGHT_JOIN contact c ON c.id = s.contact_id SET c.last_event_id = s.id WHERE s.id IN (?) AND c.last_event_id < s.id;
--   s | range | PRIMARY | Using where
--   c | eq_ref | PRIMARY | Using where

DELETE FROM `signal` WHERE id IN (?) AND (id, contact_id) IN (?);
--   signal | range | ix_signal_contact | Using where

-- claim

(SELECT id, workspace_id AS workspaceId, journey_id AS journeyId, version_id AS versionId, contact_id AS contactId, node_id AS nodeId,
  visits, arrived_at AS arrivedAt, due_at AS dueAt, fence, pending, memory, variables, entry_event_id AS entryEventId, shard FROM run WHERE state = 'active' AND shard = ? AND workspace_id = ? AND due_at >= ? AND due_at <= ?
  AND (due_at > ? OR id > ?) AND (NOT (run.pending LIKE '{"kind":"timer"%' OR run.pending LIKE '{"kind":"retry"%') OR COALESCE((SELECT s.at FROM `signal` s WHERE s.contact_id = run.contact_id ORDER BY s.id LIMIT 1), run.due_at + 1) > run.due_at) ORDER BY due_at, id LIMIT ?);
--   run | range | ix_run_lane | Using index condition; Using where
--   s | ref | ix_signal_contact | Using where

-- load

SELECT id, workspace_id AS workspaceId, external_id AS externalId, email, phone, language, time_zone AS timeZone, last_event_id AS lastEventId
  , attributes FROM contact WHERE id IN (?);
--   contact | range | PRIMARY | Using where

SELECT contact_id AS contactId, tag FROM contact_tag WHERE workspace_id = ? AND contact_id IN (?) ORDER BY contact_id, tag;
--   contact_tag | ref | PRIMARY | Using where; Using index

SELECT id, contact_id AS contactId, type, occurred_at AS occurredAt, properties FROM event
  WHERE workspace_id = ? AND contact_id IN (?) AND type IN (?) AND (type <> ? OR occurred_at >= ?);
--   event | range | ix_event_contact | Using index condition

SELECT id, contact_id AS contactId, type, occurred_at AS occurredAt, properties FROM event WHERE id IN (?);
--   event | range | PRIMARY | Using where

-- commit

SELECT id, last_event_id AS lastEventId FROM contact WHERE id IN (?);
--   contact | range | PRIMARY | Using where

SELECT id, contact_id AS contactId, type, occurred_at AS occurredAt, received_at AS receivedAt, properties FROM event
  WHERE workspace_id = ? AND contact_id IN (?) AND type IN (?) AND id > ?;
--   event | range | ix_event_contact | Using index condition

SELECT id, workspace_id AS workspaceId, external_id AS externalId, email, phone, language, time_zone AS timeZone, last_event_id AS lastEventId
  , '{}' AS attributes FROM contact WHERE id IN (?);
--   contact | range | PRIMARY | Using where

INSERT INTO run (node_id, visits, arrived_at, due_at, pending, memory, variables, id, fence, state, workspace_id, journey_id, version_id, contact_id, entry_key, entry_id, shard, claimed, started_at) VALUES ?
  ON DUPLICATE KEY UPDATE node_id = IF(fence = VALUES(fence) AND state = 'active', VALUES(node_id), node_id), visits = IF(fence = VALUES(fence) AND state = 'active', VALUES(visits), visits), arrived_at = IF(fence = VALUES(fence) AND state = 'active', VALUES(arrived_at), arrived_at), due_at = IF(fence = VALUES(fence) AND state = 'active', VALUES(due_at), due_at), pending = IF(fence = VALUES(fence) AND state = 'active', VALUES(pending), pending), memory = IF(fence = VALUES(fence) AND state = 'active', VALUES(memory), memory), variables = IF(fence = VALUES(fence) AND state = 'active', VALUES(variables), variables), fence = IF(fence = VALUES(fence) AND state = 'active', fence + 1, fence);

SELECT id, workspace_id AS workspaceId, attributes, email, phone, name, language, time_zone AS timeZone FROM contact WHERE id IN (?);
--   contact | range | PRIMARY | Using where

UPDATE JSON_TABLE(?, '$[*]' COLUMNS (k BIGINT PATH '$[0]', v0 VARCHAR(n) CHARACTER SET utf8mb4 PATH '$[1]', v1 VARCHAR(n) CHARACTER SET utf8mb4 PATH '$[2]', v2 VARCHAR(n) CHARACTER SET utf8mb4 PATH '$[3]', v3 VARCHAR(n) CHARACTER SET utf8mb4 PATH '$[4]', v4 VARCHAR(n) CHARACTER SET utf8mb4 PATH '$[5]', v5 VARCHAR(n) CHARACTER SET utf8mb4 PATH '$[6]', v6 BIGINT PATH '$[7]')) AS v STRAIGHT_JOIN `contact` ON `contact`.`id` = v.k SET `contact`.`attributes` = v.v0, `contact`.`email` = v.v1, `contact`.`phone` = v.v2, `contact`.`name` = v.v3, `contact`.`language` = v.v4, `contact`.`time_zone` = v.v5, `contact`.`updated_at` = v.v6;
--   v | ALL | - | Table function: json_table; Using where
--   contact | eq_ref | PRIMARY | 

INSERT INTO `contact_tag` (`workspace_id`, `contact_id`, `tag`, `added_at`) VALUES ? ON DUPLICATE KEY UPDATE `workspace_id` = `contact_tag`.`workspace_id`;

-- outbox, one after the other

SELECT id, workspace_id AS workspaceId, contact_id AS contactId, run_id AS runId, node_id AS nodeId, visit, effect_key AS `key`, effect, attempt,
  ready_at AS dueAt, journal, ambiguous_at AS ambiguousAt, body_hash AS bodyHash, COALESCE(queued_at, created_at) AS queuedAt FROM outbox WHERE state = ? AND due_at <= ? AND COALESCE((SELECT s.at FROM `signal` s WHERE s.contact_id = outbox.contact_id ORDER BY s.id LIMIT 1), outbox.due_at + 1) > outbox.due_at AND NOT EXISTS (SELECT 1 FROM run r WHERE r.workspace_id = outbox.workspace_id AND r.contact_id = outbox.contact_id AND CASE WHEN state IN ('active') THEN 1 END = 1 AND r.due_at <= outbox.due_at) AND NOT EXISTS (SELECT 1 FROM send_lane h WHERE h.workspace_id = outbox.workspace_id AND h.channel IN (outbox.channel, '*') AND h.halted = 1) ORDER BY due_at, id LIMIT ? FOR UPDATE SKIP LOCKED;
--   outbox | range | ix_outbox_due | Using index condition; Using where
--   h | ALL | - | Using where
--   r | ref | ix_run_contact | Using where
--   s | ref | ix_signal_contact | Using where

UPDATE outbox SET state = 'sending', attempt = attempt + 1, due_at = ?, lease_until = (TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(3)) DIV 1000) + ?, holder = ?
  WHERE id IN (?) AND CASE WHEN state IN ('ready', 'sending') THEN 1 END = 1;
--   outbox | range | PRIMARY | Using where

SELECT id, why FROM (
  SELECT o.id, CASE
  WHEN c.id IS NULL THEN 'contact-erased'
  WHEN o.kind = 'message' AND CAST(JSON_EXTRACT(c.attributes, '$.noMarketing') AS CHAR) = 'true' THEN 'no-marketing'
  WHEN o.kind = 'plugin' AND o.attempt <= 1 AND (r.id IS NULL OR r.state = 'ended') THEN 'run-over'
  WHEN r.state = 'paused' THEN 'paused'
  WHEN EXISTS (SELECT 1 FROM send_lane h WHERE h.workspace_id = o.workspace_id AND h.channel IN (o.channel, '*') AND h.halted = 1) THEN 'halted'
  END AS why
  FROM outbox o LEFT JOIN contact c ON c.id = o.contact_id LEFT JOIN run r ON r.id = o.run_id WHERE o.id IN (?)) AS look
  WHERE why IS NOT NULL;
--   o | range | PRIMARY | Using where
--   c | eq_ref | PRIMARY | 
--   r | eq_ref | PRIMARY | Using where
--   h | ALL | - | Using where

SELECT id, run_id AS runId, node_id AS nodeId, visit, CASE WHEN kind = 'mint' THEN effect END AS mint,
  CASE WHEN kind = 'plugin' THEN effect_key END AS callKey FROM outbox
  WHERE id IN (?) AND CASE WHEN state IN ('sending') THEN 1 END = 1 ORDER BY id FOR UPDATE;
--   outbox | range | PRIMARY | Using where

UPDATE JSON_TABLE(?, '$[*]' COLUMNS (k BIGINT PATH '$[0]', v0 VARCHAR(n) CHARACTER SET utf8mb4 PATH '$[1]', v1 VARCHAR(n) CHARACTER SET utf8mb4 PATH '$[2]', v2 BIGINT PATH '$[3]', v3 BIGINT PATH '$[4]')) AS v STRAIGHT_JOIN `outbox` ON `outbox`.`id` = v.k SET `outbox`.`state` = v.v0, `outbox`.`reason` = v.v1, `outbox`.`settled_at` = v.v2, `outbox`.`due_at` = v.v3, lease_until = NULL;
--   v | ALL | - | Table function: json_table; Using where
--   outbox | eq_ref | PRIMARY | 

SELECT id, node_id AS nodeId, visits FROM run WHERE id IN (?) AND CASE WHEN state IN ('active', 'paused') THEN 1 END = 1 ORDER BY id FOR UPDATE;
--   run | range | PRIMARY | Using where

UPDATE JSON_TABLE(?, '$[*]' COLUMNS (k BIGINT PATH '$[0]', v0 VARCHAR(n) CHARACTER SET utf8mb4 PATH '$[1]', v1 BIGINT PATH '$[2]')) AS v STRAIGHT_JOIN `run` ON `run`.`id` = v.k SET `run`.`pending` = v.v0, `run`.`due_at` = v.v1, fence = fence + 1, claimed = 0, claimed_due = NULL WHERE (state IN ('active', 'paused'));
--   v | ALL | - | Table function: json_table; Using where
--   run | eq_ref | PRIMARY | Using where

-- entry timers

SELECT s.workspace_id AS workspaceId, s.at FROM `signal` s
  JOIN (SELECT MIN(l.firstId) AS id FROM (SELECT shard, workspace_id AS workspaceId, MIN(id) AS firstId FROM `signal` GROUP BY shard, workspace_id) l GROUP BY l.workspaceId) f ON f.id = s.id;
--   s | ALL | - | 
--   <derived> | ref | key0 | 
--   <derived> | ALL | - | Using temporary; Using filesort
--   signal | range | ix_signal_lane | Using index for group-by

SELECT id, workspace_id AS workspaceId, journey_id AS journeyId, entry_id AS entryId, contact_id AS contactId, due_at AS dueAt, `cursor`
  FROM entry_timer WHERE due_at <= ? AND due_at < CASE workspace_id WHEN ? THEN ? ELSE 9007199254740991 END ORDER BY due_at, id LIMIT ? FOR UPDATE SKIP LOCKED;
--   entry_timer | range | ix_entry_timer_due | Using index condition; Using where

-- things of value

SELECT id, fence FROM run WHERE id IN (?) AND CASE WHEN state IN ('active', 'paused') THEN 1 END = 1 ORDER BY id FOR UPDATE;
--   run | range | PRIMARY | Using where

SELECT run_id AS runId, node_id AS nodeId, visit, kind, answer FROM ask WHERE run_id IN (?);
--   ask | range | PRIMARY | Using where

SELECT id, name, per_contact_limit AS perContactLimit, valid_from AS validFrom, valid_until AS validUntil, valid_days AS validDays, state FROM `coupon_pool` WHERE workspace_id = ? AND (id IN (NULL) OR name IN (?)) ORDER BY id FOR UPDATE;
--   coupon_pool | ref | ix_coupon_pool_workspace | Using where

SELECT id, code FROM coupon_code WHERE pool_id = ? AND state = 'free' ORDER BY id LIMIT ? FOR UPDATE;
--   coupon_code | range | ix_coupon_code_free | Using index condition

SELECT id, contact_id AS contactId, code, issued_at AS issuedAt, expires_at AS expiresAt FROM coupon_code
  WHERE workspace_id = ? AND contact_id IN (?) AND pool_id = ?;
--   coupon_code | range | ix_coupon_code_contact | Using index condition; Using where

INSERT INTO `ask` (`run_id`, `node_id`, `visit`, `kind`, `workspace_id`, `answer`) VALUES ?;

-- what is due, and when

SELECT
  EXISTS (SELECT 1 FROM entry_timer WHERE due_at <= ?) AS timers,
  EXISTS (SELECT 1 FROM outbox WHERE state = 'ready' AND due_at <= ?)
  OR EXISTS (SELECT 1 FROM outbox WHERE state = 'sending' AND due_at <= ?) AS deliveries;
--   - | - | - | No tables used
--   outbox | range | ix_outbox_due | Using where; Using index
--   entry_timer | range | ix_entry_timer_due | Using where; Using index

SELECT due_at AS at FROM outbox WHERE state = 'ready' ORDER BY due_at LIMIT 1;
--   outbox | ref | ix_outbox_due | Using where; Using index

SELECT due_at AS at FROM outbox WHERE state = 'sending' ORDER BY due_at LIMIT 1;
--   outbox | ref | ix_outbox_due | Using where; Using index

SELECT due_at AS at FROM entry_timer ORDER BY due_at LIMIT 1;
--   entry_timer | index | ix_entry_timer_due | Using index

SELECT at FROM `signal` ORDER BY id LIMIT 1;
--   signal | index | PRIMARY | 
