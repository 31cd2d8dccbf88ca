import { emptyDocument, type PluginPin } from '@sojourn/journey';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../database/database.js';
import { insertRows } from '../database/write.js';
import { Scene } from '../testing-scene.js';
import { testDatabases } from '../testing.js';
import { retryParkedFor, waitedFor } from './waiting-runs.js';

const pin = (version: string, plugin = 'acme.weather'): PluginPin => ({
  plugin,
  version,
  hash: version[0]!.repeat(64),
});

for (const db of testDatabases())
  describe(`runs that wait for a plugin on ${db.name}`, () => {
    let database: Database;
    let workspaces = 900;
    beforeAll(async () => {
      database = await db.open();
    });
    afterAll(() => db.close());

    const claim = async (scene: Scene, now: number) =>
      (await scene.claim(now)).filter(({ workspaceId }) => workspaceId === scene.workspaceId);
    const parkedFor = async (waitsFor: PluginPin | undefined, count = 1, state = 'live') => {
      const workspaceId = workspaces++;
      const scene = new Scene(database, workspaceId);
      await database.inTransaction(async (tx) => {
        await insertRows(tx, 'journey', ['id', 'workspace_id', 'name', 'state', 'draft', 'draft_revision', 'live_version_id', 'revision', 'created_at', 'updated_at'],
          [[workspaceId, workspaceId, 'Welcome', state, '{}', 1, workspaceId * 10, 1, 0, 0]]); // prettier-ignore
        await insertRows(tx, 'journey_version', ['id', 'workspace_id', 'journey_id', 'number', 'document', 'published_at'],
          [[workspaceId * 10, workspaceId, workspaceId, 1, JSON.stringify(emptyDocument('Welcome')), 0]]); // prettier-ignore
      });
      await scene.enter(workspaceId, count, 1_000);
      const runs = await claim(scene, 1_000);
      const reason = 'plugin-unavailable: acme.weather disabled';
      await scene.store.quarantine(runs.map(({ id, fence }) => ({ id, fence, at: 5_000, reason, waitsFor })));
      return { scene, workspaceId, ids: runs.map(({ id }) => id) };
    };
    const waiting = async (workspaceId: number) =>
      (await waitedFor(database.read)).filter((one) => one.workspaceId === workspaceId);
    const back = (workspaceId: number, of: PluginPin, stop?: () => boolean) =>
      retryParkedFor(database, { workspaceId, pin: of }, () => 9_000, stop);

    test('names for which bytes runs wait, and none for runs parked for other reasons', async () => {
      const { workspaceId } = await parkedFor(pin('1.2.0'), 3);
      const other = await parkedFor(undefined, 2);
      expect(await waiting(workspaceId)).toEqual([{ workspaceId, pin: pin('1.2.0') }]);
      expect(await waiting(other.workspaceId)).toEqual([]);
    });

    test('gets them all going again when the plugin is back, in chunks, with a line in their trace', async () => {
      const { scene, workspaceId, ids } = await parkedFor(pin('1.2.0'), 901);
      expect(await back(workspaceId, pin('1.2.0'))).toBe(901);
      expect(await waiting(workspaceId)).toEqual([]);
      expect(await scene.rows("SELECT COUNT(*) AS n FROM run WHERE workspace_id = ? AND state = 'active' AND due_at = 9000", workspaceId)).toEqual([{ n: 901 }]); // prettier-ignore
      const [{ steps } = { steps: '' }] = await scene.rows<{ steps: string }>('SELECT steps FROM trace WHERE run_id = ?', ids[0]); // prettier-ignore
      expect(JSON.parse(steps)).toMatchObject([
        { why: { code: 'repair.plugin-back', params: { plugin: 'acme.weather', version: '1.2.0' } } },
      ]);
    });

    test('leaves alone who waits for another version, another plugin, in another workspace', async () => {
      const { workspaceId } = await parkedFor(pin('1.2.0'));
      const other = await parkedFor(pin('2.0.0'));
      for (const wrong of [pin('2.0.0'), pin('1.2.0', 'acme.news')]) expect(await back(workspaceId, wrong)).toBe(0);
      expect(await back(workspaceId, pin('1.2.0'))).toBe(1);
      expect(await waiting(other.workspaceId)).toHaveLength(1);
    });

    test('stops between two chunks when told to, and goes on later', async () => {
      const { workspaceId } = await parkedFor(pin('1.2.0'), 700);
      let asked = 0;
      expect(await back(workspaceId, pin('1.2.0'), () => asked++ > 0)).toBe(500);
      expect(await waiting(workspaceId)).toHaveLength(1);
      expect(await back(workspaceId, pin('1.2.0'))).toBe(200);
    });

    test('leaves runs of journeys that are over parked, and waits for nothing any more', async () => {
      const { scene, workspaceId } = await parkedFor(pin('1.2.0'), 2, 'archived');
      expect(await back(workspaceId, pin('1.2.0'))).toBe(0);
      expect(await waiting(workspaceId)).toEqual([]);
      expect(await scene.rows('SELECT COUNT(*) AS n FROM parked WHERE workspace_id = ?', workspaceId)).toEqual([{ n: 2 }]); // prettier-ignore
    });

    test('finds nothing to do from its own index', async () => {
      const explain = db.name === 'sqlite' ? 'EXPLAIN QUERY PLAN' : 'EXPLAIN';
      const asked: string[] = [];
      await waitedFor({ ...database.read, rows: (sql: string) => (asked.push(sql), Promise.resolve([])) });
      expect(JSON.stringify(await database.read.rows(`${explain} ${asked[0]}`))).toContain('ix_parked_waiting');
    });
  });
