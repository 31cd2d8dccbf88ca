import { createConnection, type Connection, type RowDataPacket } from 'mysql2/promise';
import { drawings } from './drawings.js';
import type { Engine } from './fleet.js';
import { LIMIT } from './operator.js';
import { answers, until } from './ports.js';
import { TENANTS } from './stories.js';

/** What the suite knows of the workspaces it made. */
export interface Tenants {
  /** Workspace ids by tenant. */
  readonly ids: Readonly<Record<string, number>>;
  /** Write keys by tenant. */
  readonly keys: Readonly<Record<string, string>>;
  /** The owner, signed in. */
  readonly session: Session;
}

/** Codes in each pool: fewer than people who want one. */
export const STOCK = 40;

/** Signs in as a person would, makes the second workspace, keys, coupons and journeys, through the public API. */
export async function setUp(api: string, engine: Engine, databaseUrl: string, hook: string): Promise<Tenants> {
  await until('the API did not come up', 60_000, async () => /sign-in\?token=/.test(engine.log()) && (await answers(Number(new URL(api).port)))); // prettier-ignore
  const session = await signIn(api, /token=([\w-]+)/.exec(engine.log())![1]!); // just seen
  const connection = await createConnection(databaseUrl);
  const ids: Record<string, number> = {};
  try {
    ids['a'] = session.workspaceId;
    ids['b'] = await secondWorkspace(connection, session.workspaceId);
  } finally {
    await connection.end();
  }
  const keys: Record<string, string> = {};
  for (const tenant of TENANTS) {
    await session.send('PUT', '/api/session/workspace', { workspaceId: ids[tenant] });
    const { key } = await session.send<{ key: string }>('POST', '/api/api-keys', { name: 'chaos', kind: 'write' });
    keys[tenant] = key;
    const pool = await session.send<{ id: number }>('POST', '/api/coupon-pools', { name: `gifts-${tenant}`, perContactLimit: 1 }); // prettier-ignore
    await session.send('POST', `/api/coupon-pools/${pool.id}/codes`, { codes: Array.from({ length: STOCK }, (_, i) => `${tenant}-${i}`) }); // prettier-ignore
    for (const { name, document } of drawings(hook, tenant)) {
      const { id, revision } = await session.send<{ id: number; revision: number }>('POST', '/api/journeys', { name, document }); // prettier-ignore
      await session.send('POST', `/api/journeys/${id}/publish`, { revision });
    }
  }
  // The last of them is tenant b.
  await session.send('PUT', '/api/channels/webhook', LIMIT);
  return { ids, keys, session };
}

/** There is no API that makes workspaces: as an operator would, by hand. */
async function secondWorkspace(connection: Connection, first: number): Promise<number> {
  const [[next]] = await connection.query<RowDataPacket[]>('SELECT MAX(id) + 1000 AS id FROM workspace');
  const id = Number(next?.['id']);
  await connection.query("INSERT INTO workspace (id, organization_id, slug, name, time_zone, language, created_at, is_demo) SELECT ?, organization_id, 'other', 'Other', 'UTC', language, created_at, 0 FROM workspace WHERE id = ?", [id, first]); // prettier-ignore
  await connection.query('INSERT INTO membership (user_id, workspace_id, role) SELECT user_id, ?, role FROM membership WHERE workspace_id = ?', [id, first]); // prettier-ignore
  return id;
}

export interface Session {
  readonly workspaceId: number;
  send<T>(method: string, where: string, body?: object): Promise<T>;
}

async function signIn(api: string, token: string): Promise<Session> {
  const answer = await fetch(`${api}/api/session`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ token }) }); // prettier-ignore
  if (!answer.ok) throw new Error(`Signing in was refused: ${await answer.text()}`);
  const view = (await answer.json()) as { csrfToken: string; workspace: { id: number } };
  const cookie = answer.headers.getSetCookie().map((one) => one.split(';')[0]).join('; '); // prettier-ignore
  let csrf = view.csrfToken;
  return {
    workspaceId: view.workspace.id,
    async send<T>(method: string, where: string, body?: object) {
      const reply = await fetch(`${api}${where}`, { method, headers: { 'content-type': 'application/json', 'x-csrf-token': csrf, cookie }, body: JSON.stringify(body) }); // prettier-ignore
      const text = await reply.text();
      if (!reply.ok) throw new Error(`${method} ${where} was answered ${reply.status}: ${text}`);
      const json = (text === '' ? {} : JSON.parse(text)) as T & { csrfToken?: string };
      csrf = json.csrfToken ?? csrf;
      return json;
    },
  };
}
