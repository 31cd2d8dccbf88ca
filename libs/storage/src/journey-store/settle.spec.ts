import type { ClaimedRun, KeyedAsk } from '@sojourn/execution';
import { DAY } from '@sojourn/kernel';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FIRST_HASH, hashMint, type SealedMint } from '../collectibles/hash-chain.js';
import type { Database } from '../database/database.js';
import { Scene } from '../testing-scene.js';
import { testDatabases } from '../testing.js';

const asks = (run: ClaimedRun, ask: KeyedAsk['ask'], visit = 1): KeyedAsk => ({
  workspaceId: run.workspaceId,
  runId: run.id,
  fence: run.fence,
  contactId: run.contactId,
  journeyId: run.journeyId,
  nodeId: run.nodeId,
  visit,
  ask,
});

for (const db of testDatabases())
  describe(`things of value on ${db.name}`, () => {
    let database: Database;
    beforeAll(async () => {
      database = await db.open();
    });
    afterAll(() => db.close());

    const runsOf = async (
      workspaceId: number,
      count: number,
    ): Promise<{ scene: Scene; runs: readonly ClaimedRun[] }> => {
      const scene = new Scene(database, workspaceId);
      await scene.enter(workspaceId, count, 1_000);
      return { scene, runs: await scene.claim(1_000, count) };
    };

    test('a thousand contacts ask at once for nine hundred codes: 900 get one each, 100 are told', async () => {
      const { scene, runs } = await runsOf(301, 1_000);
      const pool = String(await scene.addPool('spring', 900));
      const answers = await Promise.all(
        runs.map((run) => scene.store.settle([asks(run, { kind: 'coupon.issue', pool })], 2_000)),
      );
      const given = answers.flatMap((map) => [...map.values()]);
      const codes = given.flatMap((answer) => ('code' in answer ? [answer.code] : []));
      expect(given.filter(({ status }) => status === 'issued').length).toBe(900);
      expect(given.filter(({ status }) => status === 'soldOut').length).toBe(100);
      expect(new Set(codes).size).toBe(900);
      expect(await scene.count('coupon_ledger')).toBe(900);
      expect(await scene.rows('SELECT issued_count AS issued FROM coupon_pool WHERE id = ?', Number(pool))).toEqual([
        { issued: 900 },
      ]);
      expect(await scene.rows("SELECT id FROM coupon_code WHERE workspace_id = 301 AND state = 'free'")).toEqual([]);
    }, 60_000);

    test('in batches, from eight workers, the same holds', async () => {
      const { scene, runs } = await runsOf(302, 800);
      await scene.addPool('batched', 500);
      const batches = Array.from({ length: 8 }, (_, i) => runs.slice(i * 100, i * 100 + 100));
      const answers = await Promise.all(batches.map((batch) => scene.store.settle(batch.map((run) => asks(run, { kind: 'coupon.issue', pool: 'batched' })), 2_000))); // prettier-ignore
      const given = answers.flatMap((map) => [...map.values()]);
      expect(given.filter(({ status }) => status === 'issued').length).toBe(500);
      expect(new Set(given.flatMap((answer) => ('code' in answer ? [answer.code] : []))).size).toBe(500);
    });

    test('asked again after a crash, the answer is the first one', async () => {
      const { scene, runs } = await runsOf(303, 3);
      await scene.addPool('again', 2);
      const all = runs.map((run) => asks(run, { kind: 'coupon.issue', pool: 'again' }));
      const first = await scene.store.settle(all, 2_000);
      expect(await scene.store.settle([...all].reverse(), 3_000)).toEqual(first);
      expect([...first.values()].map(({ status }) => status)).toEqual(['issued', 'issued', 'soldOut']);
      expect(await scene.count('coupon_ledger')).toBe(2);
      const stale = await scene.store.settle([{ ...all[0]!, fence: all[0]!.fence - 1 }], 3_000);
      expect(stale.size).toBe(0);
    });

    test('limits, windows and expiry are the pool’s', async () => {
      const { scene, runs } = await runsOf(304, 1);
      const run = runs[0]!;
      await scene.addPool('two each', 10, { limit: 2, days: 7 });
      await scene.addPool('later', 10, { from: 5_000 });
      await scene.addPool('over', 10, { until: 2_000 });
      await scene.addPool('closed', 10, { state: 'closed' });
      await scene.addPool('ends first', 10, { until: 9_000, days: 7 });
      const ask = async (pool: string, visit: number) =>
        (await scene.store.settle([asks(run, { kind: 'coupon.issue', pool }, visit)], 2_000)).get(run.id);
      const first = await ask('two each', 1);
      expect(first).toMatchObject({ status: 'issued', expiresAt: 2_000 + 7 * DAY });
      const second = await ask('two each', 2);
      expect(await ask('two each', 3)).toMatchObject({
        status: 'alreadyHas',
        code: second && 'code' in second ? second.code : '',
      });
      expect(await ask('later', 4)).toMatchObject({ status: 'closed' });
      expect(await ask('over', 5)).toMatchObject({ status: 'closed' });
      expect(await ask('closed', 6)).toMatchObject({ status: 'closed' });
      expect(await ask('nowhere', 7)).toMatchObject({ status: 'missing' });
      expect(await ask('ends first', 8)).toMatchObject({ status: 'issued', expiresAt: 9_000 });
    });

    test('collectibles: serials without gaps, one chain that verifies, supply kept, from many workers', async () => {
      const { scene, runs } = await runsOf(305, 120);
      const collection = await scene.addCollection('founders', 'ledger', 100);
      const answers = await Promise.all(
        runs.map((run) =>
          scene.store.settle([asks(run, { kind: 'collectible.reserve', collection: 'founders' })], 2_000),
        ),
      );
      const given = answers.flatMap((map) => [...map.values()]);
      expect(given.filter(({ status }) => status === 'minted').length).toBe(100);
      expect(given.filter(({ status }) => status === 'soldOut').length).toBe(20);
      const mints = await scene.rows<SealedMint & { previousHash: string; hash: string }>(
        `SELECT id, workspace_id AS workspaceId, collection_id AS collectionId, serial, contact_id AS contactId, run_id AS runId, node_id AS nodeId, visit,
                minted_at AS mintedAt, previous_hash AS previousHash, hash FROM mint WHERE collection_id = ? ORDER BY serial`,
        collection,
      );
      expect(mints.map(({ serial }) => serial)).toEqual(Array.from({ length: 100 }, (_, i) => i + 1));
      let previous = FIRST_HASH;
      for (const mint of mints) {
        expect(mint.previousHash).toBe(previous);
        expect(mint.hash).toBe(hashMint(previous, mint));
        previous = mint.hash;
      }
    });

    test('a collection on a chain reserves; the courier’s receipt mints it and wakes the run', async () => {
      const { scene, runs } = await runsOf(306, 1);
      const run = runs[0]!;
      await scene.addCollection('on chain', 'evm', null);
      const answer = (
        await scene.store.settle([asks(run, { kind: 'collectible.reserve', collection: 'on chain' })], 2_000)
      ).get(run.id);
      expect(answer).toMatchObject({ status: 'reserved', serial: 1 });
      const mintId = answer && 'mintId' in answer ? answer.mintId : 0;
      const effect = { kind: 'mint', collection: 'on chain', mintId } as const;
      const next = {
        state: 'waiting',
        nodeId: 'n1',
        visits: { n1: 1 },
        arrivedAt: 0,
        dueAt: null,
        pending: { kind: 'timer' },
        memory: undefined,
        variables: {},
        subscriptions: [],
      } as const;
      await scene.store.commit([
        { run, at: 2_000, knownEventId: 1e9, effects: [{ nodeId: 'n1', visit: 1, effect }], trace: [], next },
      ]);
      const [item] = await scene.store.claimOutbox({ now: 2_000, limit: 10, leaseMs: 1_000 });
      expect(item).toMatchObject({ key: `306:${run.id}:n1:1:mint`, effect, attempt: 1, dueAt: 2_000 });
      await scene.store.settleOutbox([
        { id: item!.id, at: 2_500, final: { status: 'delivered', data: { txHash: '0xab' } } },
      ]);
      expect(await scene.rows('SELECT state, tx_hash AS tx, minted_at AS at FROM mint WHERE id = ?', mintId)).toEqual([
        { state: 'minted', tx: '0xab', at: 2_500 },
      ]);
      expect((await scene.claim(2_500))[0]).toMatchObject({
        dueAt: 2_500,
        pending: { kind: 'receipt', receipt: { status: 'delivered' } },
      });
    });
  });
