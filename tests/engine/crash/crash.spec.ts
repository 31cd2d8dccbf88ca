import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { seededRandom, systemClock } from '@sojourn/kernel';
import type { IngestItem } from '@sojourn/storage';
import { EDGE_TOTALS, testDatabases } from '@sojourn/storage/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { build } from 'vite';
import { audit } from '../audit.js';
import { journey, openShop, tagged, type Shop } from '../house.js';

/** The engine in a process of its own, killed with SIGKILL again and again, must come to the same end as one that was left alone. */
const root = path.resolve(import.meta.dirname, '../../..');
const folder = path.join(root, `node_modules/.cache/sojourn/crash-${process.pid}`);
const USERS = 240;
const PER_LINE = 12;
const KILLS = 10;

beforeAll(async () => {
  // One file to start, so that a life costs little; what comes from npm stays outside.
  await build({
    configFile: false,
    root,
    logLevel: 'error',
    ssr: { noExternal: [/^@sojourn\//], resolve: { conditions: ['@sojourn/source', 'node', 'import', 'module'] } },
    build: { ssr: path.join(import.meta.dirname, 'worker.ts'), outDir: folder, target: 'node24', minify: false, rollupOptions: { output: { entryFileNames: 'worker.mjs' } } }, // prettier-ignore
  });
}, 60_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

/** What everyone does, in the order they do it; lines of events are sent whole. */
function lines(workspaceId: number): IngestItem[][] {
  const users = Array.from({ length: USERS }, (_, i) => `u${i}`);
  const all = ['go', 'reply', 'order'].flatMap(
    (type, round) =>
    users.map((userId): IngestItem => ({ workspaceId, kind: 'track', messageId: `${type}-${round}-${userId}`, userId, type, occurredAt: systemClock.now(), properties: {}, source: 'spec' })), // prettier-ignore
  );
  return Array.from({ length: Math.ceil(all.length / PER_LINE) }, (_, i) =>
    all.slice(i * PER_LINE, (i + 1) * PER_LINE),
  );
}

interface Life {
  readonly child: ChildProcess;
  /** Settles when the process is gone. */
  readonly over: Promise<unknown>;
  /** Answers when the line is stored; never, when the process dies first. */
  send(items: readonly IngestItem[]): Promise<void>;
}

async function begin(url: string): Promise<Life> {
  const child = spawn(process.execPath, [path.join(folder, 'worker.mjs'), url], { stdio: ['pipe', 'pipe', 'inherit'] });
  const over = once(child, 'close');
  child.stdin.on('error', () => undefined); // Written into a process that was just killed.
  const waiting: (() => void)[] = [];
  const ready = new Promise<void>((resolve) => waiting.push(resolve));
  createInterface({ input: child.stdout }).on('line', () => waiting.shift()?.());
  await Promise.race([
    ready,
    over.then(([code]) => Promise.reject(new Error(`the engine ended with ${String(code)}`))),
  ]);
  return {
    child,
    over,
    send: (items) =>
      new Promise((resolve) => {
        waiting.push(resolve);
        child.stdin.write(`${JSON.stringify(items)}\n`);
      }),
  };
}

/** Sends everything, killing the engine `kills` times on the way; a line that was not acknowledged is sent again. */
async function live(
  shop: Shop,
  url: string,
  kills: number,
  seed: number,
): Promise<{ acknowledged: Set<string>; interrupted: number }> {
  const random = seededRandom(seed);
  const acknowledged = new Set<string>();
  let open = lines(shop.workspaceId);
  const share = Math.floor(open.length / (kills + 1));
  let interrupted = 0;
  for (let left = kills; ; left--) {
    const life = await begin(url);
    // Several lines are under way at once, so that it is killed while it listens and moves.
    const sent = open.slice(0, left > 0 ? share : open.length);
    const stored = sent.map((line) =>
      life.send(line).then(() => {
        for (const { messageId } of line) acknowledged.add(messageId);
      }),
    );
    if (left > 0) {
      await Promise.race([stored[random.int(share)], life.over]);
      await new Promise((resolve) => setTimeout(resolve, random.int(12)));
    } else {
      await Promise.all(stored);
      await settled(shop);
    }
    life.child.kill('SIGKILL');
    await life.over;
    if (left > 0 && (await unfinished(shop)) > 0) interrupted++;
    open = open.filter((line) => line.some(({ messageId }) => !acknowledged.has(messageId)));
    if (left === 0) return { acknowledged, interrupted };
  }
}

async function settled(shop: Shop): Promise<void> {
  while ((await unfinished(shop)) > 0) await new Promise((resolve) => setTimeout(resolve, 20));
}

/** Events not routed, effects not sent, runs in the middle of a wake. */
const unfinished = (shop: Shop): Promise<number> =>
  shop.number(
    "SELECT (SELECT COUNT(*) FROM `signal`) + (SELECT COUNT(*) FROM outbox WHERE state IN ('ready', 'sending')) + (SELECT COUNT(*) FROM run WHERE state = 'active' AND due_at IS NOT NULL) AS n",
  );

async function outcome(shop: Shop): Promise<object> {
  const count = (sql: string): Promise<number> => shop.number(sql);
  return {
    events: await count("SELECT COUNT(*) AS n FROM event WHERE source = 'spec'"),
    contacts: await count('SELECT COUNT(*) AS n FROM contact'),
    messages: await count('SELECT COUNT(*) AS n FROM inbox_message'),
    sent: await count("SELECT COUNT(*) AS n FROM outbox WHERE state = 'delivered'"),
    coupons: await count("SELECT COUNT(*) AS n FROM coupon_code WHERE state = 'issued'"),
    ledger: await count('SELECT COUNT(*) AS n FROM coupon_ledger'),
    tags: await count('SELECT COUNT(*) AS n FROM contact_tag'),
    updates: await count("SELECT COUNT(*) AS n FROM event WHERE type = '$contact_updated'"),
    runs: await shop.rows('SELECT journey_id - (SELECT MIN(id) FROM journey) AS journey, node_id AS node, state, end_reason AS reason, COUNT(*) AS n FROM run GROUP BY journey_id, node_id, state, end_reason ORDER BY journey_id, node_id'), // prettier-ignore
    edges: await shop.rows(`SELECT version_id - (SELECT MIN(id) FROM journey_version) AS version, node_id AS node, outcome, n FROM ${EDGE_TOTALS} ORDER BY version_id, node_id, outcome`), // prettier-ignore
  };
}

for (const db of testDatabases())
  describe(`killed on ${db.name}`, () => {
    afterAll(() => db.close());

    it(
      `${KILLS} times, an engine loses nothing, repeats nothing and counts the same`,
      { timeout: 120_000 },
      async () => {
        const database = await db.open();
        const results = [];
        for (const kills of [0, KILLS]) {
          const shop = await openShop(database);
          await shop.fillPool('p', 2 * USERS);
          await shop.publish(journey('One').onEvent('go').node('c', 'coupon', { pool: 'p' }).tag('t', 'seen').waitFor('w', ['reply']).waitFor('v', ['order']).message('m', 'hi').end('x')); // prettier-ignore
          await shop.publish(journey('Two').onSegment(tagged('seen')).message('m', 'ho').end('x'));
          const { acknowledged, interrupted } = await live(shop, db.url(), kills, 7);
          if (kills > 0) expect(interrupted, 'deaths in the middle of something').toBeGreaterThan(0);
          const stored = await shop.rows<{ id: string }>("SELECT message_id AS id FROM event WHERE source = 'spec'");
          const kept = new Set(stored.map(({ id }) => id));
          expect(
            [...acknowledged].filter((id) => !kept.has(id)),
            'acknowledged and lost',
          ).toEqual([]);
          shop.clock.advanceTo(systemClock.now());
          await audit(shop);
          results.push(await outcome(shop));
        }
        expect(results[0]).toMatchObject({
          messages: 2 * USERS,
          coupons: USERS,
          ledger: USERS,
          tags: USERS,
          contacts: USERS,
        });
        expect(results[1]).toEqual(results[0]);
      },
    );
  });
