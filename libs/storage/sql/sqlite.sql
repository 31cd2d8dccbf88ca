-- Statements of the engine's hot path on SQLite, as they are sent; written by journey-store/plans.spec.ts.

-- ingest: events of a batch

SELECT message_id AS messageId FROM event WHERE workspace_id = ? AND message_id IN (SELECT value FROM json_each(?));
--   SEARCH event USING COVERING INDEX ux_event_message (workspace_id=? AND message_id=?)
--   LIST SUBQUERY 1
--   SCAN json_each VIRTUAL TABLE INDEX 1:

SELECT value, contact_id AS contactId FROM contact_identity WHERE workspace_id = ? AND kind = ? AND value IN (SELECT value FROM json_each(?));
--   SEARCH contact_identity USING INDEX sqlite_autoindex_contact_identity_1 (workspace_id=? AND kind=? AND value=?)
--   LIST SUBQUERY 1
--   SCAN json_each VIRTUAL TABLE INDEX 1:

SELECT id, workspace_id AS workspaceId, external_id AS externalId, time_zone AS timeZone, last_seen_at AS lastSeenAt, merged_into AS mergedInto
  FROM contact WHERE id IN (SELECT value FROM json_each(?));
--   SEARCH contact USING INTEGER PRIMARY KEY (rowid=?)
--   LIST SUBQUERY 1
--   SCAN json_each VIRTUAL TABLE INDEX 1:

INSERT INTO `contact` (`id`, `workspace_id`, `external_id`, `email`, `phone`, `name`, `language`, `time_zone`, `attributes`, `created_at`, `updated_at`, `last_seen_at`, `last_event_id`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?);

UPDATE `contact` SET `external_id` = v.v0, `time_zone` = v.v1, `last_seen_at` = v.v2 FROM (SELECT json_extract(value, '$[0]') AS k, json_extract(value, '$[1]') AS v0, json_extract(value, '$[2]') AS v1, json_extract(value, '$[3]') AS v2 FROM json_each(?)) AS v WHERE `contact`.`id` = v.k;
--   SCAN json_each VIRTUAL TABLE INDEX 1:
--   SEARCH contact USING INTEGER PRIMARY KEY (rowid=?)

INSERT INTO `contact_identity` (`workspace_id`, `kind`, `value`, `contact_id`, `created_at`) VALUES (?, ?, ?, ?, ?);

INSERT INTO `event` (`id`, `workspace_id`, `contact_id`, `type`, `occurred_at`, `received_at`, `message_id`, `properties`, `source`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?);

INSERT INTO `signal` (`id`, `workspace_id`, `contact_id`, `at`, `shard`) VALUES (?, ?, ?, ?, ?);

-- routing

SELECT shard, CASE WHEN unleased = 1 OR leaseUntil > CAST(ROUND((julianday('now') - 2440587.5) * 86400000) AS INTEGER) THEN owner END AS owner, epoch, leaseUntil
  FROM (SELECT s.id AS shard, s.owner, s.epoch, s.lease_until = 0 AS unleased,
  CASE WHEN COALESCE(w.seen_until, 0) > s.lease_until THEN w.seen_until ELSE s.lease_until END AS leaseUntil
  FROM shard s LEFT JOIN worker w ON w.id = s.owner) AS known
  ORDER BY shard;
--   SCAN s
--   SEARCH w USING INDEX sqlite_autoindex_worker_1 (id=?) LEFT-JOIN

WITH RECURSIVE lane (workspace_id) AS (
  SELECT MIN(workspace_id) FROM run WHERE state = 'active' AND shard = 0
  UNION ALL
  SELECT (SELECT MIN(r.workspace_id) FROM run r WHERE r.state = 'active' AND r.shard = 0 AND r.workspace_id > lane.workspace_id)
  FROM lane WHERE lane.workspace_id IS NOT NULL
  )
  SELECT 0 AS shard, workspace_id AS workspaceId,
  (SELECT MIN(r.due_at) FROM run r WHERE r.state = 'active' AND r.shard = 0 AND r.workspace_id = lane.workspace_id AND r.due_at >= 0) AS dueAt
  FROM lane WHERE workspace_id IS NOT NULL;
--   CO-ROUTINE lane
--   SETUP
--   SEARCH run USING COVERING INDEX ix_run_lane (state=? AND shard=?)
--   RECURSIVE STEP
--   SCAN lane
--   CORRELATED SCALAR SUBQUERY 2
--   SEARCH r USING COVERING INDEX ix_run_lane (state=? AND shard=? AND workspace_id>?)
--   CORRELATED SCALAR SUBQUERY 4
--   SEARCH r USING COVERING INDEX ix_run_lane (state=? AND shard=? AND workspace_id=? AND due_at>?)

WITH RECURSIVE lane (workspace_id) AS (
  SELECT MIN(workspace_id) FROM `signal` WHERE shard = 0
  UNION ALL
  SELECT (SELECT MIN(s.workspace_id) FROM `signal` s WHERE s.shard = 0 AND s.workspace_id > lane.workspace_id)
  FROM lane WHERE lane.workspace_id IS NOT NULL
  )
  SELECT 0 AS shard, workspace_id AS workspaceId,
  (SELECT MIN(s.id) FROM `signal` s WHERE s.shard = 0 AND s.workspace_id = lane.workspace_id) AS firstId
  FROM lane WHERE workspace_id IS NOT NULL;
--   CO-ROUTINE lane
--   SETUP
--   SEARCH signal USING COVERING INDEX ix_signal_lane (shard=?)
--   RECURSIVE STEP
--   SCAN lane
--   CORRELATED SCALAR SUBQUERY 2
--   SEARCH s USING COVERING INDEX ix_signal_lane (shard=? AND workspace_id>?)
--   CORRELATED SCALAR SUBQUERY 4
--   SEARCH s USING COVERING INDEX ix_signal_lane (shard=? AND workspace_id=?)

SELECT id, epoch FROM shard WHERE id IN (SELECT value FROM json_each(?));
--   SEARCH shard USING INTEGER PRIMARY KEY (rowid=?)
--   LIST SUBQUERY 1
--   SCAN json_each VIRTUAL TABLE INDEX 1:

SELECT * FROM (SELECT id, workspace_id AS workspaceId, contact_id AS contactId, at, shard FROM `signal`
  WHERE shard = ? AND workspace_id = ? ORDER BY id LIMIT ?);
--   SEARCH signal USING INDEX ix_signal_lane (shard=? AND workspace_id=?)

SELECT id, version_id AS versionId, journey_id AS journeyId, contact_id AS contactId, entry_key AS `key`, node_id AS nodeId, started_at AS startedAt, state, due_at AS dueAt, (run.pending LIKE '{"kind":"timer"%' OR run.pending LIKE '{"kind":"retry"%') AS byTime FROM run
  WHERE workspace_id = ? AND contact_id IN (SELECT value FROM json_each(?)) AND CASE WHEN state IN ('active', 'paused') THEN 1 END = 1;
--   SEARCH run USING INDEX ix_run_contact (workspace_id=? AND contact_id=?)
--   LIST SUBQUERY 1
--   SCAN json_each VIRTUAL TABLE INDEX 1:

SELECT id, type, occurred_at AS occurredAt, properties FROM event WHERE id IN (SELECT value FROM json_each(?));
--   SEARCH event USING INTEGER PRIMARY KEY (rowid=?)
--   LIST SUBQUERY 1
--   SCAN json_each VIRTUAL TABLE INDEX 1:

SELECT run_id AS runId, contact_id AS contactId, sub_id AS subscription, filter FROM subscription WHERE contact_id IN (SELECT value FROM json_each(?)) AND event_type = ?;
--   SEARCH subscription USING INDEX ix_subscription_event (contact_id=? AND event_type=?)
--   LIST SUBQUERY 1
--   SCAN json_each VIRTUAL TABLE INDEX 1:

UPDATE run SET pending = ?, due_at = ?, fence = fence + 1, claimed = 0, claimed_due = NULL WHERE id = ? AND state IN ('active', 'paused');
--   SEARCH run USING INTEGER PRIMARY KEY (rowid=?)

DELETE FROM subscription WHERE run_id IN (SELECT value FROM json_each(?));
--   SEARCH subscription USING COVERING INDEX sqlite_autoindex_subscription_1 (run_id=?)
--   LIST SUBQUERY 1
--   SCAN json_each VIRTUAL TABLE INDEX 1:

UPDATE contact SET last_event_id = ? WHERE id = ? AND last_event_id < ?;
--   SEARCH contact USING INTEGER PRIMARY KEY (rowid=?)

DELETE FROM `signal` WHERE id IN (SELECT value FROM json_each(?));
--   SEARCH signal USING INTEGER PRIMARY KEY (rowid=?)
--   LIST SUBQUERY 1
--   SCAN json_each VIRTUAL TABLE INDEX 1:

-- claim

SELECT * FROM (SELECT id, workspace_id AS workspaceId, journey_id AS journeyId, version_id AS versionId, contact_id AS contactId, node_id AS nodeId,
  visits, arrived_at AS arrivedAt, due_at AS dueAt, fence, pending, memory, variables, entry_event_id AS entryEventId, shard FROM run WHERE state = 'active' AND shard = ? AND workspace_id = ? AND due_at >= ? AND due_at <= ?
  AND (due_at > ? OR id > ?) AND (NOT (run.pending LIKE '{"kind":"timer"%' OR run.pending LIKE '{"kind":"retry"%') OR COALESCE((SELECT s.at FROM `signal` s WHERE s.contact_id = run.contact_id ORDER BY s.id LIMIT 1), run.due_at + 1) > run.due_at) ORDER BY due_at, id LIMIT ?);
--   SEARCH run USING INDEX ix_run_lane (state=? AND shard=? AND workspace_id=? AND due_at>? AND due_at<?)
--   CORRELATED SCALAR SUBQUERY 1
--   SEARCH s USING INDEX ix_signal_contact (contact_id=?)

-- load

SELECT id, workspace_id AS workspaceId, external_id AS externalId, email, phone, language, time_zone AS timeZone, last_event_id AS lastEventId
  , attributes FROM contact WHERE id IN (SELECT value FROM json_each(?));
--   SEARCH contact USING INTEGER PRIMARY KEY (rowid=?)
--   LIST SUBQUERY 1
--   SCAN json_each VIRTUAL TABLE INDEX 1:

SELECT contact_id AS contactId, tag FROM contact_tag WHERE workspace_id = ? AND contact_id IN (SELECT value FROM json_each(?)) ORDER BY contact_id, tag;
--   SEARCH contact_tag USING COVERING INDEX sqlite_autoindex_contact_tag_1 (workspace_id=? AND contact_id=?)
--   LIST SUBQUERY 1
--   SCAN json_each VIRTUAL TABLE INDEX 1:

SELECT id, contact_id AS contactId, type, occurred_at AS occurredAt, properties FROM event
  WHERE workspace_id = ? AND contact_id IN (SELECT value FROM json_each(?)) AND type IN (SELECT value FROM json_each(?)) AND (type <> ? OR occurred_at >= ?);
--   SEARCH event USING INDEX ix_event_contact (workspace_id=? AND contact_id=? AND type=?)
--   LIST SUBQUERY 1
--   SCAN json_each VIRTUAL TABLE INDEX 1:
--   LIST SUBQUERY 2

SELECT id, contact_id AS contactId, type, occurred_at AS occurredAt, properties FROM event WHERE id IN (SELECT value FROM json_each(?));
--   SEARCH event USING INTEGER PRIMARY KEY (rowid=?)
--   LIST SUBQUERY 1
--   SCAN json_each VIRTUAL TABLE INDEX 1:

-- commit

SELECT id, last_event_id AS lastEventId FROM contact WHERE id IN (SELECT value FROM json_each(?));
--   SEARCH contact USING INTEGER PRIMARY KEY (rowid=?)
--   LIST SUBQUERY 1
--   SCAN json_each VIRTUAL TABLE INDEX 1:

SELECT id, contact_id AS contactId, type, occurred_at AS occurredAt, received_at AS receivedAt, properties FROM event
  WHERE workspace_id = ? AND contact_id IN (SELECT value FROM json_each(?)) AND type IN (SELECT value FROM json_each(?)) AND id > ?;
--   SEARCH event USING INDEX ix_event_contact (workspace_id=? AND contact_id=? AND type=?)
--   LIST SUBQUERY 1
--   SCAN json_each VIRTUAL TABLE INDEX 1:
--   LIST SUBQUERY 2

SELECT id, workspace_id AS workspaceId, external_id AS externalId, email, phone, language, time_zone AS timeZone, last_event_id AS lastEventId
  , '{}' AS attributes FROM contact WHERE id IN (SELECT value FROM json_each(?));
--   SEARCH contact USING INTEGER PRIMARY KEY (rowid=?)
--   LIST SUBQUERY 1
--   SCAN json_each VIRTUAL TABLE INDEX 1:

UPDATE run SET node_id = ?, visits = ?, arrived_at = ?, due_at = ?, pending = ?, memory = ?, variables = ?, fence = fence + 1
  WHERE id = ? AND fence = ? AND state = 'active';
--   SEARCH run USING INTEGER PRIMARY KEY (rowid=?)

SELECT id, workspace_id AS workspaceId, attributes, email, phone, name, language, time_zone AS timeZone FROM contact WHERE id IN (SELECT value FROM json_each(?));
--   SEARCH contact USING INTEGER PRIMARY KEY (rowid=?)
--   LIST SUBQUERY 1
--   SCAN json_each VIRTUAL TABLE INDEX 1:

UPDATE `contact` SET `attributes` = v.v0, `email` = v.v1, `phone` = v.v2, `name` = v.v3, `language` = v.v4, `time_zone` = v.v5, `updated_at` = v.v6 FROM (SELECT json_extract(value, '$[0]') AS k, json_extract(value, '$[1]') AS v0, json_extract(value, '$[2]') AS v1, json_extract(value, '$[3]') AS v2, json_extract(value, '$[4]') AS v3, json_extract(value, '$[5]') AS v4, json_extract(value, '$[6]') AS v5, json_extract(value, '$[7]') AS v6 FROM json_each(?)) AS v WHERE `contact`.`id` = v.k;
--   SCAN json_each VIRTUAL TABLE INDEX 1:
--   SEARCH contact USING INTEGER PRIMARY KEY (rowid=?)

INSERT INTO `contact_tag` (`workspace_id`, `contact_id`, `tag`, `added_at`) SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]'), json_extract(value, '$[2]'), json_extract(value, '$[3]') FROM json_each(?) WHERE true ON CONFLICT DO NOTHING;

-- outbox, one after the other

SELECT id, workspace_id AS workspaceId, contact_id AS contactId, run_id AS runId, node_id AS nodeId, visit, effect_key AS `key`, effect, attempt,
  ready_at AS dueAt, journal, ambiguous_at AS ambiguousAt, body_hash AS bodyHash, COALESCE(queued_at, created_at) AS queuedAt FROM outbox WHERE state = ? AND due_at <= ? AND COALESCE((SELECT s.at FROM `signal` s WHERE s.contact_id = outbox.contact_id ORDER BY s.id LIMIT 1), outbox.due_at + 1) > outbox.due_at AND NOT EXISTS (SELECT 1 FROM run r WHERE r.workspace_id = outbox.workspace_id AND r.contact_id = outbox.contact_id AND CASE WHEN state IN ('active') THEN 1 END = 1 AND r.due_at <= outbox.due_at) AND NOT EXISTS (SELECT 1 FROM send_lane h WHERE h.workspace_id = outbox.workspace_id AND h.channel IN (outbox.channel, '*') AND h.halted = 1) ORDER BY due_at, id LIMIT ?;
--   SEARCH outbox USING INDEX ix_outbox_due (state=? AND due_at<?)
--   CORRELATED SCALAR SUBQUERY 1
--   SEARCH s USING INDEX ix_signal_contact (contact_id=?)
--   CORRELATED SCALAR SUBQUERY 2
--   SEARCH r USING INDEX ix_run_contact (workspace_id=? AND contact_id=?)
--   CORRELATED SCALAR SUBQUERY 3
--   SEARCH h USING INDEX sqlite_autoindex_send_lane_1 (workspace_id=? AND channel=?)

UPDATE outbox SET state = 'sending', attempt = attempt + 1, due_at = ?, lease_until = CAST(ROUND((julianday('now') - 2440587.5) * 86400000) AS INTEGER) + ?, holder = ?
  WHERE id IN (SELECT value FROM json_each(?)) AND CASE WHEN state IN ('ready', 'sending') THEN 1 END = 1;
--   SEARCH outbox USING INTEGER PRIMARY KEY (rowid=?)
--   LIST SUBQUERY 1
--   SCAN json_each VIRTUAL TABLE INDEX 1:

SELECT id, why FROM (
  SELECT o.id, CASE
  WHEN c.id IS NULL THEN 'contact-erased'
  WHEN o.kind = 'message' AND json_type(c.attributes, '$.noMarketing') = 'true' THEN 'no-marketing'
  WHEN o.kind = 'plugin' AND o.attempt <= 1 AND (r.id IS NULL OR r.state = 'ended') THEN 'run-over'
  WHEN r.state = 'paused' THEN 'paused'
  WHEN EXISTS (SELECT 1 FROM send_lane h WHERE h.workspace_id = o.workspace_id AND h.channel IN (o.channel, '*') AND h.halted = 1) THEN 'halted'
  END AS why
  FROM outbox o LEFT JOIN contact c ON c.id = o.contact_id LEFT JOIN run r ON r.id = o.run_id WHERE o.id IN (SELECT value FROM json_each(?))) AS look
  WHERE why IS NOT NULL;
--   SEARCH o USING INTEGER PRIMARY KEY (rowid=?)
--   LIST SUBQUERY 2
--   SCAN json_each VIRTUAL TABLE INDEX 1:
--   SEARCH c USING INTEGER PRIMARY KEY (rowid=?) LEFT-JOIN
--   SEARCH r USING INTEGER PRIMARY KEY (rowid=?) LEFT-JOIN
--   CORRELATED SCALAR SUBQUERY 1
--   SEARCH h USING INDEX sqlite_autoindex_send_lane_1 (workspace_id=? AND channel=?)

SELECT id, run_id AS runId, node_id AS nodeId, visit, CASE WHEN kind = 'mint' THEN effect END AS mint,
  CASE WHEN kind = 'plugin' THEN effect_key END AS callKey FROM outbox
  WHERE id IN (SELECT value FROM json_each(?)) AND CASE WHEN state IN ('sending') THEN 1 END = 1 ORDER BY id;
--   SEARCH outbox USING INTEGER PRIMARY KEY (rowid=?)
--   LIST SUBQUERY 1
--   SCAN json_each VIRTUAL TABLE INDEX 1:

UPDATE `outbox` SET `state` = v.v0, `reason` = v.v1, `settled_at` = v.v2, `due_at` = v.v3, lease_until = NULL FROM (SELECT json_extract(value, '$[0]') AS k, json_extract(value, '$[1]') AS v0, json_extract(value, '$[2]') AS v1, json_extract(value, '$[3]') AS v2, json_extract(value, '$[4]') AS v3 FROM json_each(?)) AS v WHERE `outbox`.`id` = v.k;
--   SCAN json_each VIRTUAL TABLE INDEX 1:
--   SEARCH outbox USING INTEGER PRIMARY KEY (rowid=?)

SELECT id, node_id AS nodeId, visits FROM run WHERE id IN (SELECT value FROM json_each(?)) AND CASE WHEN state IN ('active', 'paused') THEN 1 END = 1 ORDER BY id;
--   SEARCH run USING INTEGER PRIMARY KEY (rowid=?)
--   LIST SUBQUERY 1
--   SCAN json_each VIRTUAL TABLE INDEX 1:

UPDATE `run` SET `pending` = v.v0, `due_at` = v.v1, fence = fence + 1, claimed = 0, claimed_due = NULL FROM (SELECT json_extract(value, '$[0]') AS k, json_extract(value, '$[1]') AS v0, json_extract(value, '$[2]') AS v1 FROM json_each(?)) AS v WHERE `run`.`id` = v.k AND CASE WHEN state IN ('active', 'paused') THEN 1 ELSE 0 END = 1;
--   SCAN json_each VIRTUAL TABLE INDEX 1:
--   SEARCH run USING INTEGER PRIMARY KEY (rowid=?)

-- entry timers

SELECT s.workspace_id AS workspaceId, s.at FROM `signal` s
  JOIN (SELECT MIN(l.firstId) AS id FROM (WITH RECURSIVE lane (workspace_id) AS (
  SELECT MIN(workspace_id) FROM `signal` WHERE shard = 0
  UNION ALL
  SELECT (SELECT MIN(s.workspace_id) FROM `signal` s WHERE s.shard = 0 AND s.workspace_id > lane.workspace_id)
  FROM lane WHERE lane.workspace_id IS NOT NULL
  )
  SELECT 0 AS shard, workspace_id AS workspaceId,
  (SELECT MIN(s.id) FROM `signal` s WHERE s.shard = 0 AND s.workspace_id = lane.workspace_id) AS firstId
  FROM lane WHERE workspace_id IS NOT NULL) l GROUP BY l.workspaceId) f ON f.id = s.id;
--   CO-ROUTINE f
--   CO-ROUTINE lane
--   SETUP
--   SEARCH signal USING COVERING INDEX ix_signal_lane (shard=?)
--   RECURSIVE STEP
--   SCAN lane
--   CORRELATED SCALAR SUBQUERY 2
--   SEARCH s USING COVERING INDEX ix_signal_lane (shard=? AND workspace_id>?)
--   USE TEMP B-TREE FOR GROUP BY
--   CORRELATED SCALAR SUBQUERY 4
--   SEARCH s USING COVERING INDEX ix_signal_lane (shard=? AND workspace_id=?)
--   SCAN f
--   SEARCH s USING INTEGER PRIMARY KEY (rowid=?)

SELECT id, workspace_id AS workspaceId, journey_id AS journeyId, entry_id AS entryId, contact_id AS contactId, due_at AS dueAt, `cursor`
  FROM entry_timer WHERE due_at <= ? AND due_at < CASE workspace_id WHEN ? THEN ? ELSE 9007199254740991 END ORDER BY due_at, id LIMIT ?;
--   SEARCH entry_timer USING INDEX ix_entry_timer_due (due_at<?)

-- things of value

SELECT id, fence FROM run WHERE id IN (SELECT value FROM json_each(?)) AND CASE WHEN state IN ('active', 'paused') THEN 1 END = 1 ORDER BY id;
--   SEARCH run USING INTEGER PRIMARY KEY (rowid=?)
--   LIST SUBQUERY 1
--   SCAN json_each VIRTUAL TABLE INDEX 1:

SELECT run_id AS runId, node_id AS nodeId, visit, kind, answer FROM ask WHERE run_id IN (SELECT value FROM json_each(?));
--   SEARCH ask USING INDEX sqlite_autoindex_ask_1 (run_id=?)
--   LIST SUBQUERY 1
--   SCAN json_each VIRTUAL TABLE INDEX 1:

SELECT id, name, per_contact_limit AS perContactLimit, valid_from AS validFrom, valid_until AS validUntil, valid_days AS validDays, state FROM `coupon_pool` WHERE workspace_id = ? AND (id IN (SELECT value FROM json_each(?)) OR name IN (SELECT value FROM json_each(?))) ORDER BY id;
--   SEARCH coupon_pool USING INDEX ix_coupon_pool_workspace (workspace_id=?)
--   LIST SUBQUERY 1
--   SCAN json_each VIRTUAL TABLE INDEX 1:
--   CREATE BLOOM FILTER
--   LIST SUBQUERY 2

SELECT id, code FROM coupon_code WHERE pool_id = ? AND state = 'free' ORDER BY id LIMIT ?;
--   SEARCH coupon_code USING INDEX ix_coupon_code_free (pool_id=? AND state=?)

SELECT id, contact_id AS contactId, code, issued_at AS issuedAt, expires_at AS expiresAt FROM coupon_code
  WHERE workspace_id = ? AND contact_id IN (SELECT value FROM json_each(?)) AND pool_id = ?;
--   SEARCH coupon_code USING INDEX ix_coupon_code_contact (workspace_id=? AND contact_id=?)
--   LIST SUBQUERY 1
--   SCAN json_each VIRTUAL TABLE INDEX 1:

INSERT INTO `ask` (`run_id`, `node_id`, `visit`, `kind`, `workspace_id`, `answer`) VALUES (?, ?, ?, ?, ?, ?);

-- what is due, and when

SELECT
  EXISTS (SELECT 1 FROM entry_timer WHERE due_at <= ?) AS timers,
  EXISTS (SELECT 1 FROM outbox WHERE state = 'ready' AND due_at <= ?)
  OR EXISTS (SELECT 1 FROM outbox WHERE state = 'sending' AND due_at <= ?) AS deliveries;
--   SCAN CONSTANT ROW
--   SCALAR SUBQUERY 1
--   SEARCH entry_timer USING COVERING INDEX ix_entry_timer_due (due_at<?)
--   SCALAR SUBQUERY 2
--   SEARCH outbox USING COVERING INDEX ix_outbox_due (state=? AND due_at<?)
--   SCALAR SUBQUERY 3

SELECT due_at AS at FROM outbox WHERE state = 'ready' ORDER BY due_at LIMIT 1;
--   SEARCH outbox USING COVERING INDEX ix_outbox_due (state=?)

SELECT due_at AS at FROM outbox WHERE state = 'sending' ORDER BY due_at LIMIT 1;
--   SEARCH outbox USING COVERING INDEX ix_outbox_due (state=?)

SELECT due_at AS at FROM entry_timer ORDER BY due_at LIMIT 1;
--   SCAN entry_timer USING COVERING INDEX ix_entry_timer_due

SELECT at FROM `signal` ORDER BY id LIMIT 1;
--   SCAN signal
