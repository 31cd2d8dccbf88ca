import type { KeyedEffect } from '@sojourn/execution';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Database } from '../database/database.js';
import { journeyRuns } from '../journeys/index.js';
import { Scene, waits } from '../testing-scene.js';
import { testDatabases } from '../testing.js';
import { keepJournals } from './batch.js';
import * as channels from './channels.js';

type Effect = KeyedEffect['effect'];
const message = (channel: string, action?: string): Effect => ({
  kind: 'message',
  channel,
  content: { body: 'hi', format: 'text' },
  data: {},
  ...(action ? { action } : {}),
});

for (const db of testDatabases())
  describe(`the outbox on ${db.name}`, () => {
    let database: Database;
    beforeEach(async () => {
      database = await db.open();
    });
    afterEach(() => db.close());

    /** One run that waits at `n1` for what became of these effects. */
    const sending = async (workspaceId: number, effects: readonly Effect[]) => {
      const scene = new Scene(database, workspaceId);
      await scene.enter(workspaceId, 1, 1_000);
      const run = (await scene.claim(1_000, 1))[0]!; // entered just now
      await scene.store.commit([
        waits(run, { effects: effects.map((effect) => ({ nodeId: 'n1', visit: 1, effect })) }),
      ]);
      const claim = (now: number) => scene.store.claimOutbox({ now, limit: 100, leaseMs: 500 });
      const states = () =>
        scene.rows('SELECT state, attempt, reason FROM outbox WHERE workspace_id = ? ORDER BY id', workspaceId);
      return { scene, run, claim, states };
    };

    test('an effect is kept once per run, node, visit and action', async () => {
      const { scene, run, claim } = await sending(401, [
        message('inbox'),
        message('inbox'),
        message('inbox', 'reminder'),
      ]);
      expect((await claim(1_000)).map(({ key }) => key)).toEqual([
        `401:${run.id}:n1:1:message`,
        `401:${run.id}:n1:1:reminder`,
      ]);
      expect(await claim(1_000)).toEqual([]);
      expect(await scene.claim(9_000)).toEqual([]);
    });

    test('a failed attempt comes back later with its journal; the final one wakes the run with a receipt', async () => {
      const { scene, run, claim, states } = await sending(402, [message('mail')]);
      const [first] = await claim(1_000);
      await keepJournals(database, [{ id: first!.id, journal: { raw: '0x01' } }]);
      await scene.store.settleOutbox([{ id: first!.id, at: 1_100, retryAt: 3_000, reason: 'smtp-450' }]);
      expect(await claim(2_999)).toEqual([]);
      expect(await scene.claim(2_999)).toEqual([]);
      const [second] = await claim(3_000);
      expect(second).toMatchObject({ id: first?.id, attempt: 2, dueAt: 3_000, journal: { raw: '0x01' } });
      await scene.store.settleOutbox([{ id: second!.id, at: 3_100, final: { status: 'failed', reason: 'smtp-550' } }]);
      await scene.store.settleOutbox([{ id: second!.id, at: 3_200, final: { status: 'delivered' } }]);
      expect(await states()).toEqual([{ state: 'failed', attempt: 2, reason: 'smtp-550' }]);
      expect(await scene.claim(3_100)).toMatchObject([
        { id: run.id, dueAt: 3_100, pending: { kind: 'receipt', receipt: { status: 'failed', reason: 'smtp-550' } } },
      ]);
    });

    test('a dead courier’s work: again where the other side dedupes, unknown where it would arrive twice', async () => {
      const { scene, run, claim, states } = await sending(403, [message('inbox', 'a'), message('mail', 'b')]);
      expect((await claim(1_000)).length).toBe(2);
      expect(await claim(1_499)).toEqual([]);
      expect(await claim(1_500)).toMatchObject([{ key: `403:${run.id}:n1:1:a`, attempt: 2 }]);
      expect(await states()).toEqual([
        { state: 'sending', attempt: 2, reason: null },
        { state: 'unknown', attempt: 1, reason: 'worker-lost' },
      ]);
      expect(await scene.claim(1_500)).toMatchObject([
        { pending: { kind: 'receipt', receipt: { status: 'unknown', reason: 'worker-lost' } } },
      ]);
    });

    test('so does the work of a process that was killed, as soon as the next one knows', async () => {
      const { run, claim, scene, states } = await sending(407, [message('inbox', 'a'), message('mail', 'b')]);
      await claim(1_000);
      await scene.store.releaseClaims();
      expect(await claim(1_000)).toMatchObject([{ key: `407:${run.id}:n1:1:a`, attempt: 2, dueAt: 1_000 }]);
      expect(await states()).toMatchObject([{ state: 'sending' }, { state: 'unknown' }]);
    });

    test('a run that has moved on is not disturbed by a late receipt', async () => {
      const { scene, run, claim } = await sending(404, [message('mail')]);
      const [item] = await claim(1_000);
      await database.inTransaction((tx) => tx.run(`UPDATE run SET visits = '{"n1":2}' WHERE id = ?`, [run.id]));
      await scene.store.settleOutbox([{ id: item!.id, at: 1_100, final: { status: 'delivered' } }]);
      expect(await scene.claim(9_000)).toEqual([]);
    });

    test('pausing a journey halts what it was about to send, resuming sends it', async () => {
      const { scene, claim } = await sending(405, [message('mail')]);
      await database.inTransaction((tx) => journeyRuns.pauseRuns(tx, 405, 405));
      expect(await claim(2_000)).toEqual([]);
      expect(await scene.rows('SELECT state FROM outbox WHERE workspace_id = 405')).toEqual([{ state: 'paused' }]);
      await database.inTransaction((tx) => journeyRuns.resumeRuns(tx, 405, 405));
      expect((await claim(2_000)).length).toBe(1);
    });

    test('a kill switch and an opt-out count here too', async () => {
      const { scene, run, claim, states } = await sending(408, [message('mail', 'a'), message('inbox', 'b')]);
      await database.inTransaction((tx) => channels.change(tx, 408, 'mail', { halted: true }));
      expect(await claim(1_000)).toMatchObject([{ key: `408:${run.id}:n1:1:b` }]);
      expect(await claim(1_100)).toEqual([]);
      await database.inTransaction((tx) => channels.change(tx, 408, 'mail', { halted: false }));
      await database.inTransaction((tx) => tx.run(`UPDATE contact SET attributes = '{"noMarketing":true}' WHERE id = ?`, [run.contactId])); // prettier-ignore
      expect(await claim(1_100)).toEqual([]);
      expect(await states()).toMatchObject([{ state: 'suppressed', reason: 'no-marketing' }, { state: 'sending' }]);
      expect(await scene.claim(9_000)).toMatchObject([{ pending: { receipt: { status: 'suppressed' } } }]);
    });

    test('eight couriers at once take every effect once', async () => {
      const scene = new Scene(database, 406);
      await scene.enter(406, 600, 1_000);
      const runs = await scene.claim(1_000, 600);
      await scene.store.commit(
        runs.map((run) => waits(run, { effects: [{ nodeId: 'n1', visit: 1, effect: message('mail') }] })),
      );
      const taken: number[] = [];
      await Promise.all(
        Array.from({ length: 8 }, async () => {
          for (let idle = 0; idle < 2;) {
            const items = await scene.store.claimOutbox({ now: 1_000, limit: 50, leaseMs: 1e9 });
            taken.push(...items.map(({ id }) => id));
            if (items.length === 0) idle++;
          }
        }),
      );
      expect([taken.length, new Set(taken).size]).toEqual([600, 600]);
    });
  });
