import { emptyDocument, type JourneyDocument } from '@sojourn/journey';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../database/database.js';
import { insertRows } from '../database/write.js';
import { Scene, waits } from '../testing-scene.js';
import { EDGE_TOTALS, testDatabases } from '../testing.js';
import * as parkedRuns from './parked-runs.js';
import * as journeyRuns from './runs-of-journey.js';
import { repairRuns, type Repair } from './repair.js';

const WHY = { code: 'repair.by-hand', params: { by: 'Ann' } };
const NODE = { type: 'wait', config: {}, position: { x: 0, y: 0 } };
const DRAWING: JourneyDocument = {
  ...emptyDocument('Welcome'),
  nodes: ['n1', 'n2', 'n3'].map((id) => ({ ...NODE, id })),
  edges: [
    { id: 'a', from: { node: 'entry', outcome: 'entered' }, to: 'n1' },
    { id: 'b', from: { node: 'n1', outcome: 'done' }, to: 'n2' },
  ],
};

for (const db of testDatabases())
  describe(`repairing runs on ${db.name}`, () => {
    let database: Database;
    let workspaces = 300;
    beforeAll(async () => {
      database = await db.open();
    });
    afterAll(() => db.close());

    const claim = async (scene: Scene, now: number) =>
      (await scene.claim(now)).filter(({ workspaceId }) => workspaceId === scene.workspaceId);

    /** A live journey with so many runs parked at `n1`. */
    const parked = async (count = 1, reason = 'node n1 (wait) threw: no') => {
      const workspaceId = workspaces++;
      const scene = new Scene(database, workspaceId);
      await database.inTransaction(async (tx) => {
        await insertRows(tx, 'journey', ['id', 'workspace_id', 'name', 'state', 'draft', 'draft_revision', 'live_version_id', 'revision', 'created_at', 'updated_at'],
          [[workspaceId, workspaceId, 'Welcome', 'live', '{}', 1, workspaceId * 10, 1, 0, 0]]); // prettier-ignore
        await insertRows(tx, 'journey_version', ['id', 'workspace_id', 'journey_id', 'number', 'document', 'published_at'],
          [[workspaceId * 10, workspaceId, workspaceId, 1, JSON.stringify(DRAWING), 0]]); // prettier-ignore
      });
      await scene.enter(workspaceId, count, 1_000);
      const runs = await claim(scene, 1_000);
      await scene.store.quarantine(runs.map(({ id, fence }) => ({ id, fence, at: 5_000, reason })));
      return { scene, workspaceId, ids: runs.map(({ id }) => id) };
    };
    const repair = (workspaceId: number, runIds: readonly number[], how: Repair | { refuse: string }, at = 9_000) =>
      database.inTransaction((tx) => repairRuns(tx, { workspaceId, runIds, at, why: WHY }, () => how));
    const run = async (scene: Scene, id: number) =>
      (
        await scene.rows(
          'SELECT state, node_id AS node, visits, due_at AS due, fence, pending, memory, end_reason AS reason, end_detail AS detail FROM run WHERE id = ?',
          id,
        )
      )[0];
    const steps = async (scene: Scene, id: number) =>
      (
        await scene.rows<{ at: number; steps: string }>('SELECT at, steps FROM trace WHERE run_id = ? ORDER BY id', id)
      ).map((row) => [row.at, ...(JSON.parse(row.steps) as unknown[])]);
    /** What auditors check: for every node entered = here + left, over the whole version admitted = under way + ended. */
    const addsUp = async (scene: Scene) => {
      const counts = await scene.rows<{ node: string; outcome: string; n: number }>(
        `SELECT node_id AS node, outcome, n FROM ${EDGE_TOTALS} WHERE workspace_id = ?`,
        scene.workspaceId,
      );
      const here = await scene.rows<{ node: string; n: number }>(
        "SELECT node_id AS node, COUNT(*) AS n FROM run WHERE workspace_id = ? AND state <> 'ended' GROUP BY node_id",
        scene.workspaceId,
      );
      const sum = (rows: readonly { n: number }[]) => rows.reduce((total, { n }) => total + Number(n), 0);
      for (const { id } of DRAWING.nodes) {
        const ways = DRAWING.edges.filter(({ to }) => to === id);
        const entered = sum(
          counts.filter((c) => ways.some(({ from }) => from.node === c.node && from.outcome === c.outcome)),
        );
        const left = sum(counts.filter(({ node }) => node === id));
        expect({ id, entered }).toEqual({ id, entered: sum(here.filter(({ node }) => node === id)) + left });
      }
      const admitted = sum(counts.filter(({ node, outcome }) => node === 'entry' && outcome === 'entered'));
      const ended = sum(counts.filter(({ node, outcome }) => node === 'entry' && outcome.startsWith('$end:')));
      expect(admitted).toBe(sum(here) + ended);
    };

    test('a retry is due at once with the wake that failed, counts its attempts anew, and says who asked for it', async () => {
      const { scene, workspaceId, ids } = await parked();
      expect(await repair(workspaceId, ids, { do: 'retry' })).toMatchObject({
        repaired: [{ id: ids[0] }],
        refused: [],
      });
      expect(await run(scene, ids[0]!)).toMatchObject({
        state: 'active',
        node: 'n1',
        due: 9_000,
        pending: '{"kind":"arrived"}',
        detail: null,
      });
      expect(await steps(scene, ids[0]!)).toEqual([[9_000, { nodeId: 'n1', visit: 1, outcome: null, why: WHY }]]);
      await addsUp(scene);

      const [again] = await claim(scene, 9_000);
      expect(again).toMatchObject({ id: ids[0], visits: { n1: 1 } });
      await scene.store.commit([
        waits(again!, { next: { dueAt: 9_100, pending: { kind: 'retry', attempt: 4 }, memory: { asked: 1 } } }),
      ]);
      const [third] = await claim(scene, 9_100);
      await scene.store.quarantine([{ id: third!.id, fence: third!.fence, at: 9_100, reason: 'again' }]);
      await repair(workspaceId, ids, { do: 'retry' }, 9_200);
      expect((await claim(scene, 9_200))[0]).toMatchObject({
        pending: { kind: 'retry', attempt: 1 },
        memory: { asked: 1 },
      });
    });

    test('a skip leaves by the outcome, as if the node had answered so; where nothing is drawn the run is over', async () => {
      const { scene, workspaceId, ids } = await parked(2);
      await repair(workspaceId, [ids[0]!], { do: 'leave', outcome: 'done', to: 'n2' });
      expect(await run(scene, ids[0]!)).toMatchObject({
        state: 'active',
        node: 'n2',
        visits: '{"n1":1,"n2":1}',
        due: 9_000,
        pending: '{"kind":"arrived"}',
        memory: null,
      });
      expect(await steps(scene, ids[0]!)).toEqual([[9_000, { nodeId: 'n1', visit: 1, outcome: 'done', why: WHY }]]);
      await repair(workspaceId, [ids[1]!], { do: 'leave', outcome: 'timeout', to: undefined });
      expect(await run(scene, ids[1]!)).toMatchObject({
        state: 'ended',
        reason: 'unconnected',
        detail: 'timeout',
        due: null,
      });
      await addsUp(scene);
    });

    test('a move arrives at the other node as one more visit, and an end is a removal; both add up', async () => {
      const { scene, workspaceId, ids } = await parked(3);
      await repair(workspaceId, [ids[0]!, ids[1]!], { do: 'move', to: 'n3' });
      expect(await run(scene, ids[0]!)).toMatchObject({
        state: 'active',
        node: 'n3',
        visits: '{"n1":1,"n3":1}',
        due: 9_000,
      });
      await addsUp(scene);
      await repair(workspaceId, [ids[2]!], { do: 'end' });
      expect(await run(scene, ids[2]!)).toMatchObject({ state: 'ended', reason: 'removed', detail: null });
      expect(await steps(scene, ids[2]!)).toEqual([[9_000, { nodeId: 'n1', visit: 1, outcome: null, why: WHY }]]);
      await addsUp(scene);
      const [moved] = await claim(scene, 9_000);
      await scene.store.quarantine([{ id: moved!.id, fence: moved!.fence, at: 9_000, reason: 'no better here' }]);
      await repair(workspaceId, [moved!.id], { do: 'move', to: 'n1' });
      expect(await run(scene, moved!.id)).toMatchObject({ node: 'n1', visits: '{"n1":2,"n3":1}' });
      await addsUp(scene);
    });

    test('what is refused stays parked; what is not parked, not ours or not there is not touched', async () => {
      const { scene, workspaceId, ids } = await parked(2);
      const other = await parked();
      await repair(workspaceId, [ids[0]!], { do: 'retry' });
      const before = await run(scene, ids[0]!);
      const answer = await repair(workspaceId, [...ids, ...other.ids, 987_654_321], { do: 'end' });
      expect(answer.repaired.map(({ id }) => id)).toEqual([ids[1]]);
      expect(new Map(answer.refused.map(({ runId, code }) => [runId, code]))).toEqual(
        new Map([
          [ids[0], 'not-parked'],
          [other.ids[0], 'not-found'],
          [987_654_321, 'not-found'],
        ]),
      );
      expect(await run(scene, ids[0]!)).toEqual(before);
      expect(await repair(other.workspaceId, other.ids, { refuse: 'no-such-node' })).toEqual({
        repaired: [],
        refused: [{ runId: other.ids[0], code: 'no-such-node' }],
      });
      expect(await parkedRuns.count(database.read, { workspaceId: other.workspaceId })).toBe(1);
    });

    test('two people who repair the same runs at once: each run is repaired by one of them', async () => {
      const { scene, workspaceId, ids } = await parked(50);
      const both = await Promise.all([
        repair(workspaceId, ids, { do: 'retry' }),
        repair(workspaceId, ids, { do: 'end' }),
      ]);
      expect(both.flatMap(({ repaired }) => repaired.map(({ id }) => id)).sort((a, b) => a - b)).toEqual(ids);
      expect(await scene.count('trace')).toBe(50);
      await addsUp(scene);
    });

    test('in a paused journey a repaired run waits until the journey goes on', async () => {
      const { scene, workspaceId, ids } = await parked();
      await database.inTransaction((tx) => tx.run("UPDATE journey SET state = 'paused' WHERE id = ?", [workspaceId]));
      await repair(workspaceId, ids, { do: 'retry' });
      expect(await run(scene, ids[0]!)).toMatchObject({ state: 'paused', due: 9_000 });
      expect(await claim(scene, 10_000)).toEqual([]);
      await database.inTransaction((tx) => journeyRuns.resumeRuns(tx, workspaceId, workspaceId));
      expect(await claim(scene, 10_000)).toHaveLength(1);
    });

    test('a worker that still holds the run from before writes nothing after the repair', async () => {
      const { scene, workspaceId, ids } = await parked();
      await repair(workspaceId, ids, { do: 'retry' });
      const [held] = await claim(scene, 9_000);
      await scene.store.quarantine([{ id: held!.id, fence: held!.fence, at: 9_000, reason: 'again' }]);
      await repair(workspaceId, ids, { do: 'end' });
      expect((await scene.store.commit([waits(held!)])).fencedOut).toEqual(ids);
      await scene.store.quarantine([{ id: held!.id, fence: held!.fence, at: 9_000, reason: 'late' }]);
      expect(await run(scene, ids[0]!)).toMatchObject({ state: 'ended' });
      expect(await parkedRuns.count(database.read, { workspaceId })).toBe(0);
    });

    test('the list names journey, version, contact, moment and the whole reason, and is read in pages', async () => {
      const { workspaceId, ids } = await parked(7, 'x'.repeat(600));
      const seen: number[] = [];
      let before: { at: number; id: number } | undefined;
      for (;;) {
        const rows = await parkedRuns.page(database.read, { workspaceId, before, limit: 3 });
        const last = rows.at(-1);
        if (!last) break;
        expect(last).toMatchObject({
          journeyName: 'Welcome',
          version: 1,
          nodeId: 'n1',
          since: 5_000,
          reason: 'x'.repeat(600),
        });
        seen.push(...rows.map(({ id }) => id));
        before = { at: last.since, id: last.id };
      }
      expect(seen).toEqual([...ids].reverse());
      const find = (filter: object) => parkedRuns.page(database.read, { workspaceId, limit: 10, ...filter });
      expect(await find({ search: `j${workspaceId}-3` })).toMatchObject([{ contactName: `j${workspaceId}-3` }]);
      expect(await find({ journeyId: workspaceId, nodeId: 'n1' })).toHaveLength(7);
      expect(await find({ journeyId: workspaceId, nodeId: 'n2' })).toHaveLength(0);
      expect(await find({ runId: ids[2] })).toMatchObject([{ id: ids[2] }]);
      expect(await parkedRuns.byNode(database.read, workspaceId, workspaceId)).toEqual([{ nodeId: 'n1', n: 7 }]);
      expect(await parkedRuns.byJourney(database.read, workspaceId)).toEqual([
        { journeyId: workspaceId, name: 'Welcome', n: 7 },
      ]);
    });

    test('what an engine of the release before parked is listed as well', async () => {
      const { workspaceId, ids } = await parked(2);
      await database.inTransaction((tx) => tx.run('DELETE FROM parked WHERE run_id = ?', [ids[0]]));
      expect(await parkedRuns.adoptParked(database)).toBe(1);
      expect(await parkedRuns.adoptParked(database)).toBe(0);
      expect(await parkedRuns.count(database.read, { workspaceId })).toBe(2);
    });

    test('every question of the list is answered from an index, without sorting', async () => {
      const explain = db.name === 'sqlite' ? 'EXPLAIN QUERY PLAN' : 'EXPLAIN';
      const asked: { sql: string; params: readonly unknown[] }[] = [];
      const read = { ...database.read, dialect: database.read.dialect, rows: (sql: string, params: readonly unknown[] = []) => (asked.push({ sql, params }), Promise.resolve([])) }; // prettier-ignore
      const filters = [{}, { journeyId: 1 }, { journeyId: 1, nodeId: 'n1' }];
      for (const filter of filters) await parkedRuns.page(read, { workspaceId: 1, limit: 50, before: { at: 9, id: 9 }, ...filter }); // prettier-ignore
      const keys = ['ix_parked_workspace', 'ix_parked_journey', 'ix_parked_node'];
      for (const [i, { sql, params }] of asked.entries()) {
        const plan = JSON.stringify(await database.read.rows(`${explain} ${sql}`, params));
        expect(plan).toContain(keys[i]);
        expect(plan).not.toMatch(/TEMP B-TREE|filesort|SCAN p\b/);
      }
    });
  });
