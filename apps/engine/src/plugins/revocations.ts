import { readFile } from 'node:fs/promises';
import { messageOf, UserError, type Clock } from '@sojourn/kernel';
import { readFeed, type RevocationEntry, type RevocationFeed } from '@sojourn/packaging';
import {
  pluginBundles,
  pluginRevocations,
  recordAudit,
  workspacesWithPlugins,
  type Database,
  type PluginRevocationRow,
  type Tx,
} from '@sojourn/storage';
import type { Config } from '../config/config.js';
import { registryHttp } from './registry-http.js';

const FEED_LIMIT = 5 * 1024 * 1024;

export interface RevocationParts {
  readonly config: Pick<Config, 'revocationFeed' | 'revocationKey'>;
  readonly database: Database;
  readonly clock: Clock;
}

/**
 * Looks at the feed and takes in what is new: what it names must not run in any workspace from now on, what it names no more may
 * again. Answers whether anything changed. Throws UserError `revocation.*`; then the last good feed goes on holding.
 */
export async function takeInRevocations(parts: RevocationParts): Promise<{ readonly changed: boolean }> {
  const { config, database, clock } = parts;
  const { revocationFeed: address, revocationKey: key } = config;
  if (address === undefined || key === undefined)
    throw new UserError('No revocation feed is set. An operator sets SOJOURN_REVOCATION_FEED and SOJOURN_REVOCATION_KEY.', { code: 'revocation.not-configured', status: 409 }); // prettier-ignore
  try {
    const feed = readFeed(await textOf(address), key);
    return await database.inTransaction((tx) => apply(tx, feed, clock.now()));
  } catch (error) {
    await noteFailure(parts, error);
    throw error;
  }
}

async function apply(tx: Tx, feed: RevocationFeed, now: number): Promise<{ readonly changed: boolean }> {
  const before = await pluginRevocations.lockFeed(tx);
  const { seq, issuedAt } = feed;
  if (seq < Number(before.seq))
    throw new UserError(`The revocation feed ${seq} is older than ${before.seq}, which holds. Somebody may hold the newer one back.`, { code: 'revocation.older', status: 409, details: { seq, holds: Number(before.seq) } }); // prettier-ignore
  await pluginRevocations.noteFeed(tx, { seq, issuedAt, checkedAt: now, error: null });
  if (seq === Number(before.seq)) return { changed: false };
  const known = await pluginRevocations.list(tx);
  const rows = feed.entries.flatMap((entry) => rowsOf(entry, seq));
  await pluginRevocations.replace(tx, rows);
  await writeDown(tx, 'revoked', less(rows, known), now);
  await writeDown(tx, 'restored', less(known, rows), now);
  return { changed: true };
}

function rowsOf({ plugin, versions, hash, reason, at }: RevocationEntry, seq: number): PluginRevocationRow[] {
  const targets = hash === undefined ? (versions ?? []) : [hash];
  return targets.map((target) => ({ plugin, target, reason: JSON.stringify(reason), at, seq }));
}

const less = (rows: readonly PluginRevocationRow[], others: readonly PluginRevocationRow[]): PluginRevocationRow[] =>
  rows.filter(({ plugin, target }) => !others.some((one) => one.plugin === plugin && one.target === target));

/** In the audit of every workspace that has the plugin. */
async function writeDown(
  tx: Tx,
  what: 'revoked' | 'restored',
  rows: readonly PluginRevocationRow[],
  at: number,
): Promise<void> {
  // prettier-ignore
  const concerned = await workspacesWithPlugins(tx, [...new Set(rows.map(({ plugin }) => plugin))]);
  // In one order everywhere: the ends of audit chains are locked one after the other.
  for (const { workspaceId, plugin } of [...concerned].sort((a, b) => a.workspaceId - b.workspaceId))
    for (const { target, reason } of rows.filter((row) => row.plugin === plugin))
      await recordAudit(tx, { workspaceId, userId: null, at, action: `plugin.${what}`, subject: `plugin ${plugin}`, details: { target, reason: JSON.parse(reason) } }); // prettier-ignore
}

async function noteFailure({ database, clock }: RevocationParts, error: unknown): Promise<void> {
  await database.inTransaction(async (tx) => {
    const before = await pluginRevocations.lockFeed(tx);
    const { seq, issuedAt } = before;
    await pluginRevocations.noteFeed(tx, { seq: Number(seq), issuedAt: Number(issuedAt), checkedAt: clock.now(), error: messageOf(error).replace(GOES_ON, '') }); // prettier-ignore
  });
}

async function textOf(address: string): Promise<string> {
  if (!/^https?:/i.test(address)) return fileText(address);
  const http = registryHttp({ registry: address });
  try {
    const bytes = await http.get(address, FEED_LIMIT, 'application/json');
    if (!bytes) throw unreadable(address, 'there is nothing at this address');
    return bytes.toString('utf8');
  } catch (error) {
    if (error instanceof UserError && error.code.startsWith('registry.')) throw unreadable(address, error.message);
    throw error;
  } finally {
    await http.close();
  }
}

async function fileText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw unreadable(path, messageOf(error));
  }
}

/** Said to who asks; beside what is kept of a failure it goes without saying. */
const GOES_ON = ' The last good one goes on holding.';

function unreadable(address: string, why: string): UserError {
  return new UserError(`The revocation feed ${address} cannot be read: ${why}.${GOES_ON}`, {
    code: 'revocation.away',
    status: 424,
    details: { address },
  });
}

const HOUR_MS = 3_600_000;
/** What was looked at and not installed is kept so long. */
const STAGED_MS = 7 * 24 * HOUR_MS;

/** Looks at the feed now and every hour, and throws away packages that nobody installed. Answers how to stop. */
export function watchRevocations(
  parts: RevocationParts & {
    readonly onChange: () => void;
    readonly warn: (error: unknown, message: string) => void;
  },
): { stop(): Promise<void> } {
  const { config, database, clock } = parts;
  let under: Promise<void> = Promise.resolve();
  const look = async (): Promise<void> => {
    try {
      await database.inTransaction((tx) => pluginBundles.purge(tx, clock.now() - STAGED_MS));
      if (config.revocationFeed === undefined || config.revocationKey === undefined) return;
      if ((await takeInRevocations(parts)).changed) parts.onChange();
    } catch (error) {
      parts.warn(error, 'the revocation feed was not taken in');
    }
  };
  const timer = setInterval(() => void (under = look()), HOUR_MS);
  timer.unref();
  under = look();
  return {
    async stop() {
      clearInterval(timer);
      await under;
    },
  };
}
