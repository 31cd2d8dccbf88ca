import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { CRASH_POINTS } from '@sojourn/execution';
import { HOUR } from '@sojourn/kernel';
import type { Database, IngestItem } from '@sojourn/storage';
import { EDGE_TOTALS, testDatabases } from '@sojourn/storage/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { build } from 'vite';
import { audit } from '../audit.js';
import { journey, openShop, START, tagged, utc, type Shop } from '../house.js';
import type { Script } from './points-worker.js';

/** A process that dies at any named moment, and dies there again, reaches the end that one reaches which nobody disturbs. */
const root = path.resolve(import.meta.dirname, '../../..');
const folder = path.join(root, `node_modules/.cache/sojourn/points-${process.pid}`);
const USERS = 20;
const users = Array.from({ length: USERS }, (_, i) => `u${i}`);

beforeAll(async () => {
  await build({
    configFile: false,
    root,
    logLevel: 'error',
    ssr: { noExternal: [/^@sojourn\//], resolve: { conditions: ['@sojourn/source', 'node', 'import', 'module'] } },
    build: { ssr: path.join(import.meta.dirname, 'points-worker.ts'), outDir: folder, target: 'node24', minify: false, rollupOptions: { output: { entryFileNames: 'worker.mjs' } } }, // prettier-ignore
  });
}, 60_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

type Moment = Script['moments'][number];

/** Entries by event, by a segment and by a schedule; coupons, tags, waits that end by an event or by time; one who is parked. */
async function draw(shop: Shop): Promise<void> {
  await shop.fillPool('p', 2 * USERS);
  await shop.publish(
    journey('One').onEvent('go').node('c', 'coupon', { pool: 'p' }).tag('t', 'seen').waitFor('w', ['reply'], { timeout: '2 hours' }).message('m', 'hi').end('x').by('w', 'timeout').message('late', 'too late'), // prettier-ignore
  );
  await shop.publish(journey('Two').onSegment(tagged('seen')).wait('w', '1 hour').message('m', 'ho').end('x'));
  await shop.publish(journey('Three').onSchedule({ rrule: 'FREQ=DAILY;COUNT=1', start: '2026-03-01T01:00', timeZone: 'UTC' }).message('m', 'today').end('x')); // prettier-ignore
}

function moments(workspaceId: number): Moment[] {
  const begin = utc(START);
  const at = (hours: number, type: string, whom: readonly string[]): Moment => ({
    at: begin + hours * HOUR,
    events: whom.map((userId): IngestItem => ({ workspaceId, kind: 'track', messageId: `${type}-${userId}`, userId, type, occurredAt: begin + hours * HOUR, properties: {}, source: 'spec' })), // prettier-ignore
  });
  return [at(0, 'go', users), at(1, 'reply', users.slice(0, USERS / 2)), at(2, 'nothing', []), at(4, 'nothing', [])];
}

/** One life of the worker; answers which moments it came through, and how it ended. */
async function live(
  script: Script,
): Promise<{ readonly over: number; readonly killed: boolean; readonly lost: number }> {
  const child = spawn(process.execPath, [path.join(folder, 'worker.mjs'), JSON.stringify(script)], { stdio: ['ignore', 'pipe', 'inherit'] }); // prettier-ignore
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  if (code !== 0 && signal !== 'SIGKILL') throw new Error(`the worker ended with ${String(code ?? signal)}`);
  return {
    over: (said.match(/^over/gm) ?? []).length,
    killed: signal === 'SIGKILL',
    lost: Number(/^lost (\d+)/m.exec(said)?.[1] ?? 0),
  };
}

/** Everything anyone could see, with what differs from one database to the next left out. */
async function outcome(shop: Shop): Promise<object> {
  const traces = await shop.rows<{ whose: string; at: number; steps: string }>(
    `SELECT CONCAT(c.external_id, ' ', j.name) AS whose, t.at, t.steps FROM trace t JOIN contact c ON c.id = t.contact_id JOIN journey j ON j.id = t.journey_id ORDER BY t.run_id, t.at, t.id`,
  );
  const paths: Record<string, string[]> = {};
  for (const { whose, at, steps } of traces) {
    const told = JSON.parse(steps) as { nodeId: string; visit: number; outcome: string | null; why?: { key?: string } }[];
    (paths[whose] ??= []).push(`${at} ${told.map((s) => `${s.nodeId}.${s.visit}>${s.outcome ?? ''} ${s.why?.key ?? ''}`).join(', ')}`);
  } // prettier-ignore
  const list = (sql: string): Promise<object[]> => shop.rows(sql);
  return {
    paths,
    runs: await list("SELECT c.external_id AS whose, j.name, r.state, r.node_id, r.started_at, r.ended_at, r.end_reason FROM run r JOIN contact c ON c.id = r.contact_id JOIN journey j ON j.id = r.journey_id ORDER BY 1, 2"), // prettier-ignore
    inbox: await list('SELECT c.external_id AS whose, i.body, i.at FROM inbox_message i JOIN contact c ON c.id = i.contact_id ORDER BY 1, 2, 3'), // prettier-ignore
    effects: await list('SELECT c.external_id AS whose, o.node_id, o.visit, o.state, o.settled_at FROM outbox o JOIN contact c ON c.id = o.contact_id ORDER BY 1, 2, 3'), // prettier-ignore
    coupons: await list("SELECT c.external_id AS whose, COUNT(*) AS n FROM coupon_code k JOIN contact c ON c.id = k.contact_id WHERE k.state = 'issued' GROUP BY c.external_id ORDER BY 1"), // prettier-ignore
    ledger: await list('SELECT kind, COUNT(*) AS n FROM coupon_ledger GROUP BY kind'),
    stock: await list('SELECT issued_count AS issued, stock_count AS stock FROM coupon_pool'),
    tags: await list('SELECT c.external_id AS whose, t.tag FROM contact_tag t JOIN contact c ON c.id = t.contact_id ORDER BY 1, 2'), // prettier-ignore
    events: await list('SELECT type, COUNT(*) AS n FROM event GROUP BY type ORDER BY type'),
    counts: await list(`SELECT j.name, e.node_id, e.outcome, e.n FROM ${EDGE_TOTALS} JOIN journey_version v ON v.id = edge_total.version_id JOIN journey j ON j.id = v.journey_id ORDER BY 1, 2, 3`.replaceAll('e.', 'edge_total.')), // prettier-ignore
  };
}

for (const db of testDatabases())
  describe(`a worker on ${db.name} that`, () => {
    let database: Database;
    let undisturbed: object;

    /** A fresh world, lived through with deaths as told. */
    async function world(die?: (life: number) => Script['die'], loseReplies?: number): Promise<{ shop: Shop; deaths: number; lost: number }> {
      const shop = await openShop(database);
      await draw(shop);
      const all = moments(shop.workspaceId);
      let from = 0;
      let deaths = 0;
      let lost = 0;
      for (let life = 1; ; life++) {
        const ended = await live({ url: db.url(), moments: all.slice(from), die: die?.(life), loseReplies });
        from += ended.over;
        lost += ended.lost;
        if (!ended.killed) break;
        deaths++;
      }
      shop.clock.advanceTo(all.at(-1)!.at); // there are four
      await audit(shop);
      return { shop, deaths, lost };
    } // prettier-ignore

    beforeAll(async () => {
      database = await db.open();
      const { shop } = await world();
      undisturbed = await outcome(shop);
    }, 60_000);
    afterAll(() => db.close());

    it('nobody disturbs does it all', () => {
      expect(undisturbed).toMatchObject({
        coupons: users.map((whose) => ({ whose, n: 1 })).sort((a, b) => (a.whose < b.whose ? -1 : 1)),
        stock: [{ issued: USERS, stock: 2 * USERS }],
      });
      expect((undisturbed as { inbox: object[] }).inbox).toHaveLength(3 * USERS - 2);
    });

    it.each(CRASH_POINTS)(
      'dies at %s, and there again, ends where it would have ended',
      { timeout: 60_000 },
      async (point) => {
        // First at the first passing, then at the second, which may be in the middle of making up for the first.
        const { shop, deaths } = await world((life) => (life <= 2 ? { point, pass: life } : undefined));
        expect(deaths, 'it came to that point').toBeGreaterThan(0);
        expect(await outcome(shop)).toEqual(undisturbed);
      },
    );

    it('does not hear that a commit succeeded ends where it would have ended', { timeout: 120_000 }, async () => {
      for (const dice of [1, 2]) {
        const { shop, lost } = await world(undefined, dice);
        expect(lost).toBeGreaterThan(5);
        expect(await outcome(shop)).toEqual(undisturbed);
      }
    });
  });
