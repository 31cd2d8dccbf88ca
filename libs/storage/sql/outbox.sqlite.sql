-- What live workers ask of the outbox on SQLite, as it is sent; written by outbox/plans.spec.ts.

-- which lanes have something due, and what stands in their way

WITH RECURSIVE lane(workspace_id, channel) AS ( SELECT * FROM (SELECT workspace_id, channel FROM outbox WHERE state = 'ready' ORDER BY workspace_id, channel LIMIT 1) UNION ALL SELECT (SELECT o.workspace_id FROM outbox o WHERE o.state = 'ready' AND (o.workspace_id, o.channel) > (lane.workspace_id, lane.channel) ORDER BY o.workspace_id, o.channel LIMIT 1), (SELECT o.channel FROM outbox o WHERE o.state = 'ready' AND (o.workspace_id, o.channel) > (lane.workspace_id, lane.channel) ORDER BY o.workspace_id, o.channel LIMIT 1) FROM lane WHERE lane.workspace_id IS NOT NULL ) SELECT workspace_id AS workspaceId, channel, (SELECT o.due_at FROM outbox o WHERE o.state = 'ready' AND o.workspace_id = lane.workspace_id AND o.channel = lane.channel ORDER BY o.due_at, o.id LIMIT 1) AS dueAt FROM lane WHERE workspace_id IS NOT NULL;
--   CO-ROUTINE lane
--   SETUP
--   CO-ROUTINE (subquery-1)
--   SEARCH outbox USING COVERING INDEX ix_outbox_lane (state=?)
--   SCAN (subquery-1)
--   RECURSIVE STEP
--   SCAN lane
--   CORRELATED SCALAR SUBQUERY 3
--   SEARCH o USING COVERING INDEX ix_outbox_lane (state=? AND workspace_id>?)
--   CORRELATED SCALAR SUBQUERY 4
--   CORRELATED SCALAR SUBQUERY 6
--   SEARCH o USING COVERING INDEX ix_outbox_lane (state=? AND workspace_id=? AND channel=?)

SELECT workspace_id AS workspaceId, channel, halted, rate_milli AS rateMilli, burst, concurrency, tokens_milli AS tokensMilli, CAST(ROUND((julianday('now') - 2440587.5) * 86400000) AS INTEGER) - refilled_at AS elapsedMs, paused_until - CAST(ROUND((julianday('now') - 2440587.5) * 86400000) AS INTEGER) AS pausedMs FROM send_lane WHERE workspace_id IN (SELECT value FROM json_each(?));
--   SEARCH send_lane USING INDEX sqlite_autoindex_send_lane_1 (workspace_id=?)
--   LIST SUBQUERY 1
--   SCAN json_each VIRTUAL TABLE INDEX 1:

-- claim

SELECT id, workspace_id AS workspaceId, contact_id AS contactId, run_id AS runId, node_id AS nodeId, visit, effect_key AS `key`, effect, attempt, ready_at AS dueAt, journal, ambiguous_at AS ambiguousAt, body_hash AS bodyHash, COALESCE(queued_at, created_at) AS queuedAt FROM outbox WHERE state = 'ready' AND workspace_id = ? AND channel = ? AND due_at >= ? AND due_at <= ? AND (lease_until IS NULL OR lease_until < CAST(ROUND((julianday('now') - 2440587.5) * 86400000) AS INTEGER)) ORDER BY due_at, id LIMIT ?;
--   SEARCH outbox USING INDEX ix_outbox_lane (state=? AND workspace_id=? AND channel=? AND due_at>? AND due_at<?)

UPDATE outbox SET holder = ?, lease_until = CAST(ROUND((julianday('now') - 2440587.5) * 86400000) AS INTEGER) + ? WHERE id IN (SELECT value FROM json_each(?));
--   SEARCH outbox USING INTEGER PRIMARY KEY (rowid=?)
--   LIST SUBQUERY 1
--   SCAN json_each VIRTUAL TABLE INDEX 1:

-- begin, in a lane with a rate and a bound

SELECT rate_milli AS rateMilli, concurrency, MIN(burst * 1000, tokens_milli + MIN(10000000000, MAX(0, CAST(ROUND((julianday('now') - 2440587.5) * 86400000) AS INTEGER) - refilled_at)) * rate_milli / 1000) AS milli FROM send_lane WHERE workspace_id = ? AND channel = ?;
--   SEARCH send_lane USING INDEX sqlite_autoindex_send_lane_1 (workspace_id=? AND channel=?)

SELECT COUNT(*) AS n FROM outbox WHERE state = 'sending' AND workspace_id = ? AND channel = ?;
--   SEARCH outbox USING COVERING INDEX ix_outbox_lane (state=? AND workspace_id=? AND channel=?)

UPDATE send_lane SET tokens_milli = MIN(burst * 1000, tokens_milli + MIN(10000000000, MAX(0, CAST(ROUND((julianday('now') - 2440587.5) * 86400000) AS INTEGER) - refilled_at)) * rate_milli / 1000) - ?, refilled_at = MAX(refilled_at, CAST(ROUND((julianday('now') - 2440587.5) * 86400000) AS INTEGER)) WHERE workspace_id = ? AND channel = ? AND MIN(burst * 1000, tokens_milli + MIN(10000000000, MAX(0, CAST(ROUND((julianday('now') - 2440587.5) * 86400000) AS INTEGER) - refilled_at)) * rate_milli / 1000) >= ?;
--   SEARCH send_lane USING INDEX sqlite_autoindex_send_lane_1 (workspace_id=? AND channel=?)

UPDATE outbox SET state = 'sending', attempt = attempt + 1, due_at = ?, lease_until = CAST(ROUND((julianday('now') - 2440587.5) * 86400000) AS INTEGER) + ?, holder = ? WHERE id IN (SELECT value FROM json_each(?)) AND CASE WHEN state IN ('ready') THEN 1 END = 1 AND holder = ?;
--   SEARCH outbox USING INTEGER PRIMARY KEY (rowid=?)
--   LIST SUBQUERY 1
--   SCAN json_each VIRTUAL TABLE INDEX 1:

SELECT id, why FROM ( SELECT o.id, CASE WHEN c.id IS NULL THEN 'contact-erased' WHEN o.kind = 'message' AND json_type(c.attributes, '$.noMarketing') = 'true' THEN 'no-marketing' WHEN o.kind = 'plugin' AND o.attempt <= 1 AND (r.id IS NULL OR r.state = 'ended') THEN 'run-over' WHEN r.state = 'paused' THEN 'paused' WHEN EXISTS (SELECT 1 FROM send_lane h WHERE h.workspace_id = o.workspace_id AND h.channel IN (o.channel, '*') AND h.halted = 1) THEN 'halted' END AS why FROM outbox o LEFT JOIN contact c ON c.id = o.contact_id LEFT JOIN run r ON r.id = o.run_id WHERE o.id IN (SELECT value FROM json_each(?))) AS look WHERE why IS NOT NULL;
--   SEARCH o USING INTEGER PRIMARY KEY (rowid=?)
--   LIST SUBQUERY 2
--   SCAN json_each VIRTUAL TABLE INDEX 1:
--   SEARCH c USING INTEGER PRIMARY KEY (rowid=?) LEFT-JOIN
--   SEARCH r USING INTEGER PRIMARY KEY (rowid=?) LEFT-JOIN
--   CORRELATED SCALAR SUBQUERY 1
--   SEARCH h USING INDEX sqlite_autoindex_send_lane_1 (workspace_id=? AND channel=?)

-- begin, where bodies are compared

UPDATE `outbox` SET `body_hash` = v.v0, `due_at` = v.v1, state = 'sending', attempt = attempt + 1, lease_until = CAST(ROUND((julianday('now') - 2440587.5) * 86400000) AS INTEGER) + 60000, holder = ? FROM (SELECT json_extract(value, '$[0]') AS k, json_extract(value, '$[1]') AS v0, json_extract(value, '$[2]') AS v1 FROM json_each(?)) AS v WHERE `outbox`.`id` = v.k AND CASE WHEN CASE WHEN state IN ('ready') THEN 1 END = 1 AND holder = ? THEN 1 ELSE 0 END = 1;
--   SCAN json_each VIRTUAL TABLE INDEX 1:
--   SEARCH outbox USING INTEGER PRIMARY KEY (rowid=?)

-- settle

SELECT id, run_id AS runId, node_id AS nodeId, visit, CASE WHEN kind = 'mint' THEN effect END AS mint, CASE WHEN kind = 'plugin' THEN effect_key END AS callKey FROM outbox WHERE id IN (SELECT value FROM json_each(?)) AND CASE WHEN state IN ('sending', 'unknown', 'ready', 'dead') THEN 1 END = 1 ORDER BY id;
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

DELETE FROM subscription WHERE run_id IN (SELECT value FROM json_each(?));
--   SEARCH subscription USING COVERING INDEX sqlite_autoindex_subscription_1 (run_id=?)
--   LIST SUBQUERY 1
--   SCAN json_each VIRTUAL TABLE INDEX 1:

UPDATE `outbox` SET `due_at` = v.v0, `ready_at` = v.v1, `reason` = v.v2, `ambiguous_at` = v.v3, `attempt` = v.v4, state = 'ready', holder = NULL, lease_until = NULL FROM (SELECT json_extract(value, '$[0]') AS k, json_extract(value, '$[1]') AS v0, json_extract(value, '$[2]') AS v1, json_extract(value, '$[3]') AS v2, json_extract(value, '$[4]') AS v3, json_extract(value, '$[5]') AS v4 FROM json_each(?)) AS v WHERE `outbox`.`id` = v.k AND CASE WHEN CASE WHEN state IN ('sending', 'ready') THEN 1 END = 1 AND holder = ? AND attempt <= v4 THEN 1 ELSE 0 END = 1;
--   SCAN json_each VIRTUAL TABLE INDEX 1:
--   SEARCH outbox USING INTEGER PRIMARY KEY (rowid=?)

-- release

UPDATE outbox SET holder = NULL, lease_until = NULL WHERE id IN (SELECT value FROM json_each(?)) AND CASE WHEN state IN ('ready') THEN 1 END = 1 AND holder = ?;
--   SEARCH outbox USING INTEGER PRIMARY KEY (rowid=?)
--   LIST SUBQUERY 1
--   SCAN json_each VIRTUAL TABLE INDEX 1:

-- recover

SELECT 1 AS one FROM outbox WHERE state = 'sending' AND (lease_until IS NULL OR lease_until < CAST(ROUND((julianday('now') - 2440587.5) * 86400000) AS INTEGER)) LIMIT 1;
--   SEARCH outbox USING INDEX ix_outbox_due (state=?)
