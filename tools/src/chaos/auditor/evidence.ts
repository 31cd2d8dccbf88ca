import { readFileSync } from 'node:fs';
import { createConnection, type RowDataPacket } from 'mysql2/promise';

/** One request that the provider got. */
export interface Call {
  readonly at: number;
  readonly key: string;
  readonly hash: string;
  readonly attempt: number;
  readonly manner: string;
  readonly status: number | string;
  /** Whether this request had its effect: the first of a key at most. */
  readonly applied: boolean;
  readonly tenant: string;
  readonly step: string;
  readonly user: string;
  readonly about: string;
}

/** A message that the mail server was given. */
export type Mail = Omit<Call, 'hash' | 'attempt'> & { readonly to: string };

/** A call of the tracking API that was answered with success. */
export interface Ack {
  readonly workspaceId: number;
  readonly messageId: string;
  readonly userId: string;
}

export interface Run {
  readonly id: number;
  readonly workspaceId: number;
  readonly journeyId: number;
  readonly versionId: number;
  readonly contactId: number;
  readonly key: string;
  readonly state: string;
  readonly nodeId: string;
  readonly dueAt: number | null;
  readonly startedAt: number;
  readonly endReason: string | null;
  readonly endDetail: string | null;
  readonly entryEventId: number | null;
}
export interface Step {
  readonly runId: number;
  readonly workspaceId: number;
  readonly at: number;
  readonly nodeId: string;
  readonly visit: number;
  readonly outcome: string | null;
}
export interface Effect {
  readonly id: number;
  readonly workspaceId: number;
  readonly contactId: number;
  readonly runId: number;
  readonly nodeId: string;
  readonly visit: number;
  readonly key: string;
  readonly kind: string;
  /** `inbox`, `mail`; the kind itself for webhooks. */
  readonly channel: string;
  readonly state: string;
  readonly attempt: number;
  readonly reason: string | null;
}
export interface StoredEvent {
  readonly id: number;
  readonly workspaceId: number;
  readonly contactId: number;
  readonly type: string;
  readonly receivedAt: number;
  readonly messageId: string;
  readonly properties: Readonly<Record<string, unknown>>;
}
export interface Contact {
  readonly id: number;
  readonly workspaceId: number;
  readonly externalId: string | null;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly mergedInto: number | null;
}
export interface Document {
  readonly nodes: readonly { readonly id: string; readonly type: string }[];
  readonly edges: readonly { readonly from: { readonly node: string; readonly outcome: string }; readonly to: string }[]; // prettier-ignore
}
export interface Version {
  readonly id: number;
  readonly journeyId: number;
  readonly name: string;
  readonly document: Document;
}
export type Row = Readonly<Record<string, unknown>>;

/** Everything the auditor looks at, read once. */
export interface Evidence {
  readonly now: number;
  readonly calls: readonly Call[];
  readonly mails: readonly Mail[];
  readonly acks: readonly Ack[];
  /** Workspace ids by tenant. */
  readonly tenants: Readonly<Record<string, number>>;
  readonly contacts: ReadonlyMap<number, Contact>;
  readonly events: ReadonlyMap<number, StoredEvent>;
  readonly versions: ReadonlyMap<number, Version>;
  readonly runs: ReadonlyMap<number, Run>;
  readonly steps: readonly Step[];
  readonly effects: readonly Effect[];
  readonly waitingSubscriptions: ReadonlySet<number>;
  readonly signals: number;
  readonly inbox: readonly { readonly key: string; readonly workspaceId: number; readonly contactId: number }[];
  readonly pools: readonly Row[];
  readonly codes: readonly Row[];
  readonly issues: readonly Row[];
  /** How often a way was taken, summed: `version:node:outcome`. */
  readonly ways: ReadonlyMap<string, number>;
  readonly shards: readonly Row[];
  /** Runs on the list of what needs attention. */
  readonly listed: ReadonlySet<number>;
  /** What an operator did, and was told that it was done. */
  readonly operator: readonly Row[];
  readonly audit: readonly Row[];
}

export async function gather(of: {
  readonly database: string;
  readonly ledger: string;
  readonly acks: string;
  readonly actions?: string | undefined;
  readonly tenants: Readonly<Record<string, number>>;
}): Promise<Evidence> {
  const ledger = lines(of.ledger);
  const connection = await createConnection({ uri: of.database, jsonStrings: true, decimalNumbers: true });
  const rows = async <T>(sql: string): Promise<T[]> => (await connection.query<RowDataPacket[]>(sql))[0] as T[];
  try {
    await connection.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ');
    await connection.query('START TRANSACTION WITH CONSISTENT SNAPSHOT');
    const tables = new Set((await rows<Row>('SHOW TABLES')).map((row) => String(Object.values(row)[0])));
    const contacts = await rows<Contact & { attributes: string }>('SELECT id, workspace_id AS workspaceId, external_id AS externalId, attributes, merged_into AS mergedInto FROM contact'); // prettier-ignore
    const events = await rows<StoredEvent & { properties: string }>('SELECT id, workspace_id AS workspaceId, contact_id AS contactId, type, received_at AS receivedAt, message_id AS messageId, properties FROM event'); // prettier-ignore
    const versions = await rows<Version & { document: string }>('SELECT v.id, v.journey_id AS journeyId, j.name, v.document FROM journey_version v JOIN journey j ON j.id = v.journey_id'); // prettier-ignore
    const runs = await rows<Run>('SELECT id, workspace_id AS workspaceId, journey_id AS journeyId, version_id AS versionId, contact_id AS contactId, entry_key AS `key`, state, node_id AS nodeId, due_at AS dueAt, started_at AS startedAt, end_reason AS endReason, end_detail AS endDetail, entry_event_id AS entryEventId FROM run'); // prettier-ignore
    const traces = await rows<{ runId: number; workspaceId: number; at: number; steps: string }>('SELECT run_id AS runId, workspace_id AS workspaceId, at, steps FROM trace'); // prettier-ignore
    const subscriptions = await rows<{ runId: number }>('SELECT DISTINCT run_id AS runId FROM subscription');
    const ways = await rows<{ version: number; node: string; outcome: string; n: number }>('SELECT version_id AS version, node_id AS node, outcome, n FROM edge_count'); // prettier-ignore
    if (tables.has('edge_delta')) ways.push(...(await rows<(typeof ways)[number]>('SELECT version_id AS version, node_id AS node, outcome, n FROM edge_delta'))); // prettier-ignore
    const summed = new Map<string, number>();
    for (const { version, node, outcome, n } of ways) {
      const key = `${version}:${node}:${outcome}`;
      summed.set(key, (summed.get(key) ?? 0) + n);
    }
    const [clock] = await rows<{ now: number }>('SELECT FLOOR(UNIX_TIMESTAMP(NOW(3)) * 1000) AS now');
    const [signals] = await rows<{ n: number }>('SELECT COUNT(*) AS n FROM `signal`');
    return {
      now: Number(clock?.now),
      calls: ledger.filter((line) => line['kind'] === 'call') as unknown as Call[],
      mails: ledger.filter((line) => line['kind'] === 'mail') as unknown as Mail[],
      acks: [...shopAcks(lines(of.acks), of.tenants), ...providerAcks(ledger, of.tenants)],
      tenants: of.tenants,
      contacts: new Map(contacts.map((row) => [row.id, { ...row, attributes: parsed(row.attributes) }])),
      events: new Map(events.map((row) => [row.id, { ...row, properties: parsed(row.properties) }])),
      versions: new Map(versions.map((row) => [row.id, { ...row, document: JSON.parse(row.document) as Document }])),
      runs: new Map(runs.map((row) => [row.id, row])),
      steps: traces.flatMap(({ steps, ...trace }) =>
        (JSON.parse(steps) as Step[]).map((step) => ({ ...step, ...trace })),
      ),
      effects: (await rows<Effect & { effect: string }>('SELECT id, workspace_id AS workspaceId, contact_id AS contactId, run_id AS runId, node_id AS nodeId, visit, effect_key AS `key`, kind, state, attempt, reason, effect FROM outbox')).map(({ effect, ...row }) => ({ ...row, channel: (JSON.parse(effect) as { channel?: string }).channel ?? row.kind })), // prettier-ignore
      waitingSubscriptions: new Set(subscriptions.map(({ runId }) => runId)),
      signals: signals?.n ?? 0,
      inbox: await rows('SELECT effect_key AS `key`, workspace_id AS workspaceId, contact_id AS contactId FROM inbox_message'), // prettier-ignore
      pools: await rows('SELECT id, workspace_id AS workspaceId, per_contact_limit AS perContact, issued_count AS issued FROM coupon_pool'), // prettier-ignore
      codes: await rows('SELECT id, workspace_id AS workspaceId, pool_id AS pool, state, contact_id AS contactId FROM coupon_code'), // prettier-ignore
      issues: await rows("SELECT pool_id AS pool, code_id AS code, contact_id AS contactId, run_id AS runId, node_id AS nodeId, visit FROM coupon_ledger WHERE kind = 'issued'"), // prettier-ignore
      ways: summed,
      operator: of.actions === undefined ? [] : lines(of.actions),
      audit: tables.has('audit_head') ? await rows('SELECT id, workspace_id AS workspaceId, seq, user_id AS userId, api_key_id AS apiKeyId, at, action, subject, details, hash FROM audit WHERE seq IS NOT NULL') : [], // prettier-ignore
      listed: new Set((await rows<{ id: number }>('SELECT run_id AS id FROM parked')).map(({ id }) => id)),
      shards: tables.has('shard')
        ? await rows(
            'SELECT s.id, s.owner, s.epoch, GREATEST(s.lease_until, COALESCE(w.seen_until, 0)) AS until FROM shard s LEFT JOIN worker w ON w.id = s.owner',
          )
        : [],
    };
  } finally {
    await connection.end();
  }
}

/** The last line may be half: its writer was killed, and had promised nothing yet. */
function lines(file: string): Row[] {
  return readFileSync(file, 'utf8').split('\n').flatMap((line) => {
    try {
      return line === '' ? [] : [JSON.parse(line) as Row];
    } catch {
      return [];
    }
  }); // prettier-ignore
}

function shopAcks(acks: readonly Row[], tenants: Evidence['tenants']): Ack[] {
  return acks.flatMap(
    ({ tenant, calls }) =>
      (calls as { messageId: string; userId: string }[]).map((call) => ({
        ...call,
        workspaceId: tenants[String(tenant)]!,
      })), // the suite named them
  );
}

function providerAcks(ledger: readonly Row[], tenants: Evidence['tenants']): Ack[] {
  return ledger.filter(({ kind }) => kind === 'told').map(({ tenant, messageId, user }) => ({ workspaceId: tenants[String(tenant)]!, messageId: String(messageId), userId: String(user) })); // prettier-ignore
}

function parsed(text: string | object): Readonly<Record<string, unknown>> {
  return (typeof text === 'string' ? JSON.parse(text) : text) as Readonly<Record<string, unknown>>;
}
