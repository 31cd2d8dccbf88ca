import { DAY } from '@sojourn/kernel';
import type { Answer } from '@sojourn/plugin-sdk/engine';
import type { ShardLease } from '../ports.js';
import type { KeyedAsk } from '../records.js';
import type { ShadowCollection, ShadowPool } from './rows.js';
import { isUnderWay, type ShadowTables } from './tables.js';

/** Gives out things of value, once per ask: an ask settled before gets its first answer again. */
export function settle(
  tables: ShadowTables,
  asks: readonly KeyedAsk[],
  now: number,
  stands: (lease: ShardLease) => boolean,
): Map<number, Answer> {
  const answers = new Map<number, Answer>();
  for (const asked of asks) {
    const run = tables.runs.get(asked.runId);
    if (!run || run.fence !== asked.fence || !isUnderWay(run) || (asked.lease && !stands(asked.lease))) continue;
    const key = `${asked.runId}:${asked.nodeId}:${asked.visit}:${asked.ask.kind}`;
    const answer = tables.asks.get(key) ?? give(tables, asked, asked.at ?? now);
    tables.asks.set(key, answer);
    answers.set(asked.runId, answer);
  }
  return answers;
}

function give(tables: ShadowTables, asked: KeyedAsk, at: number): Answer {
  const { ask, workspaceId, runId, nodeId, visit } = asked;
  const key = `${workspaceId}:${runId}:${nodeId}:${visit}`;
  if (ask.kind === 'coupon.issue') {
    const pool = named([...tables.pools.values()], workspaceId, ask.pool);
    return pool ? issue(pool, asked, `${key}:coupon`, at) : { kind: 'coupon.issue', status: 'missing' };
  }
  const collection = named([...tables.collections.values()], workspaceId, ask.collection);
  if (!collection) return { kind: 'collectible.reserve', status: 'missing' };
  return mint(tables, collection, asked, `${key}:mint`);
}

/** By id or by name; an id wins over a name that looks like one. */
function named<Row extends { readonly id: number; readonly workspaceId: number; readonly name: string }>(
  rows: readonly Row[],
  workspaceId: number,
  reference: string,
): Row | undefined {
  const own = rows.filter((row) => row.workspaceId === workspaceId);
  return own.find(({ id }) => String(id) === reference) ?? own.find(({ name }) => name === reference);
}

function issue(pool: ShadowPool, { contactId }: KeyedAsk, key: string, at: number): Answer {
  const { name, perContactLimit, validFrom, validUntil, issued } = pool;
  const isOpen = pool.state === 'open' && at >= (validFrom ?? at) && at < (validUntil ?? Infinity);
  if (!isOpen) return { kind: 'coupon.issue', status: 'closed', name };
  const held = issued.filter((code) => code.contactId === contactId).sort((a, b) => a.issuedAt - b.issuedAt);
  const latest = held.at(-1);
  if (latest && perContactLimit > 0 && held.length >= perContactLimit) {
    return { kind: 'coupon.issue', status: 'alreadyHas', name, code: latest.code, expiresAt: latest.expiresAt };
  }
  const code = pool.codes[issued.length];
  if (code === undefined) return { kind: 'coupon.issue', status: 'soldOut', name };
  const expiresAt = expiryOf(pool, at);
  issued.push({ code, contactId, issuedAt: at, expiresAt, key });
  return { kind: 'coupon.issue', status: 'issued', name, code, expiresAt };
}

/** The earlier of the pool's end and so many days from being issued. */
function expiryOf({ validUntil, validDays }: ShadowPool, issuedAt: number): number | null {
  const byDays = validDays === null ? null : issuedAt + validDays * DAY;
  return byDays === null || (validUntil !== null && validUntil < byDays) ? validUntil : byDays;
}

/** A shadow collection keeps its own ledger: minted at once, with no proof. */
function mint(
  tables: ShadowTables,
  { name, supply, minted }: ShadowCollection,
  { contactId }: KeyedAsk,
  key: string,
): Answer {
  if (supply !== null && minted.length >= supply) return { kind: 'collectible.reserve', status: 'soldOut', name };
  const id = tables.nextId('mint');
  const serial = minted.push({ id, contactId, key });
  return { kind: 'collectible.reserve', status: 'minted', name, mintId: id, serial };
}
