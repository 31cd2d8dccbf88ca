import { MINUTE, type Clock } from '@sojourn/kernel';
import { settings, users, workspaces, type Database, type Reader, type Tx } from '@sojourn/storage';
import { endOfDay, ZONE } from './hours.js';

/** The setting of the demo workspace that says how far it is. */
const NAME = 'demo';

/** How long a process that fills the workspace may be silent before another one takes over. */
const LEASE_MS = MINUTE;

export interface DemoState {
  /** `wanted`: the workspace is there and empty. `filling`: a process is at it, or died at it. */
  readonly state: 'wanted' | 'filling' | 'ready';
  /** People and events follow from these three alone. */
  readonly seed: string;
  readonly contacts: number;
  /** The end of the shop's day on which it was filled: the past is counted back from here. */
  readonly until: number;
  readonly leaseUntil: number;
}

export interface Demo extends DemoState {
  readonly workspaceId: number;
}

/** Some of them join only later today. */
const SIZE = { seed: 'shanyue', contacts: 5_150 };

/** Makes the demo workspace, empty yet, with its owner: in the very transaction that makes the first user. */
export async function wantDemo(
  tx: Tx,
  given: { readonly organizationId: number; readonly ownerId: number; readonly now: number },
): Promise<number> {
  const { organizationId, ownerId, now } = given;
  const name = '山月茶事 Demo';
  const workspace = { organizationId, slug: 'demo', name, timeZone: ZONE, language: 'zh-CN', createdAt: now };
  const workspaceId = await workspaces.add(tx, { ...workspace, isDemo: true });
  await users.join(tx, ownerId, workspaceId, 'owner');
  await write(tx, workspaceId, { state: 'wanted', ...SIZE, until: endOfDay(now), leaseUntil: 0 });
  return workspaceId;
}

/** The demo workspace; undefined when there is none, or none any more. */
export async function findDemo(read: Reader): Promise<Demo | undefined> {
  const [row] = await read.rows<{ id: number }>('SELECT id FROM workspace WHERE is_demo = 1 ORDER BY id LIMIT 1');
  const state = row && (await settings.read<DemoState>(read, row.id, NAME));
  return row && state ? { ...state, workspaceId: row.id } : undefined;
}

/**
 * Takes the filling of the demo workspace upon this process. Answers `done` when there is nothing to fill, `busy` while
 * another process is at it, else the demo, whose day has been set to today.
 */
export async function claimFilling(
  database: Database,
  clock: Clock,
  options: { /** No other process can be at work on this database. */ readonly alone: boolean },
): Promise<Demo | 'done' | 'busy'> {
  return database.inTransaction(async (tx) => {
    const found = await findDemo(tx);
    if (!found || found.state === 'ready') return 'done';
    // Two processes that read the same state meet at this row; the later one reads it again.
    await tx.rows(`SELECT name FROM setting WHERE workspace_id = ? AND name = ?${tx.dialect.forUpdate}`, [
      found.workspaceId,
      NAME,
    ]);
    const { workspaceId, ...state } = (await findDemo(tx)) ?? found;
    const now = clock.now();
    if (state.state === 'ready') return 'done';
    if (state.state === 'filling' && !options.alone && state.leaseUntil > now) return 'busy';
    const mine: DemoState = { ...state, state: 'filling', until: endOfDay(now), leaseUntil: now + LEASE_MS };
    await write(tx, workspaceId, mine);
    return { ...mine, workspaceId };
  });
}

/** Says that the process is still at it. */
export async function keepFilling(database: Database, demo: Demo, now: number): Promise<void> {
  await database.inTransaction((tx) => write(tx, demo.workspaceId, { ...demo, leaseUntil: now + LEASE_MS }));
}

export async function finishFilling(tx: Tx, demo: Demo): Promise<void> {
  await write(tx, demo.workspaceId, { ...demo, state: 'ready', leaseUntil: 0 });
}

async function write(
  tx: Tx,
  workspaceId: number,
  { state, seed, contacts, until, leaseUntil }: DemoState,
): Promise<void> {
  await settings.write(tx, workspaceId, NAME, { state, seed, contacts, until, leaseUntil });
}
