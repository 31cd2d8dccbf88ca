import {
  claimFilling,
  DEMO_JOURNEYS,
  fillDemo,
  findDemo,
  generatePeople,
  lifeOf,
  plugins,
  wantDemo,
} from '@sojourn/engine';
import { validate } from '@sojourn/journey';
import { DAY, type Clock } from '@sojourn/kernel';
import { collections, users, workspaces, type Database } from '@sojourn/storage';
import { EDGE_TOTALS, testDatabases } from '@sojourn/storage/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const NOW = Date.parse('2026-03-10T05:00:00Z');
const clock: Clock = { now: () => NOW };

describe('the people of the demo and what they do', () => {
  const midnight = Date.parse('2026-03-10T16:00:00Z');
  const past = (endOfDay: number) => {
    const people = generatePeople('seed', 100, endOfDay);
    return people.flatMap((person) => lifeOf('seed', person, endOfDay));
  };

  it('are the same for the same seed, whatever the day', () => {
    const earlier = past(midnight);
    const later = past(midnight + 7 * DAY).map((event) => ({ ...event, at: event.at - 7 * DAY }));
    const told = ({ messageId, type, at, properties }: (typeof later)[number]) => ({ messageId, type, at, properties });
    expect(earlier.length).toBeGreaterThan(500);
    expect(later.map(told)).toEqual(earlier.map(told));
  });

  it('are the same however far they are told', () => {
    const [person] = generatePeople('seed', 1, midnight);
    const all = lifeOf('seed', person!, midnight); // one was asked for
    const half = all.filter(({ at }) => at < midnight - 3 * DAY);
    expect(lifeOf('seed', person!, midnight - 3 * DAY)).toEqual(half);
  });

  it('have message ids of their own', () => {
    const ids = past(midnight).map(({ messageId }) => messageId);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('the journeys of the demo', () => {
  it.each(DEMO_JOURNEYS.map((document) => [document.name, document] as const))(
    '%s: nothing to remark',
    (_, document) => {
      expect(validate(document, plugins.catalogue)).toEqual([]);
    },
  );

  it.each(DEMO_JOURNEYS.map((document) => [document.name, document] as const))(
    '%s: no card lies on another',
    (_, document) => {
      const places = document.nodes.map(({ position }) => position);
      for (const [i, a] of places.entries())
        for (const b of places.slice(i + 1))
          expect(Math.abs(a.x - b.x) >= 264 || Math.abs(a.y - b.y) >= 128).toBe(true);
    },
  );
});

for (const db of testDatabases()) {
  describe(`a demo of 200 contacts on ${db.name}`, () => {
    let database: Database;
    let workspaceId: number;
    const rows = <Row>(sql: string) => database.read.rows<Row>(sql, [workspaceId]);
    const count = async (sql: string): Promise<number> => Number((await rows<{ n: number }>(sql))[0]?.n);

    const fill = async (): Promise<boolean> => {
      const demo = await claimFilling(database, clock, { alone: true });
      if (typeof demo === 'string') return false;
      await fillDemo(database, { ...demo, contacts: 200 }, { now: NOW });
      return true;
    };

    beforeAll(async () => {
      database = await db.open();
      workspaceId = await database.inTransaction(async (tx) => {
        const organizationId = await workspaces.addOrganization(tx, 'Shop', NOW);
        const owner = { email: 'o@example.com', name: 'O', passwordHash: null, createdAt: NOW };
        return wantDemo(tx, { organizationId, ownerId: await users.add(tx, owner), now: NOW });
      });
    });
    afterAll(() => db.close());

    it('begins anew after a process died half way', async () => {
      const demo = await claimFilling(database, clock, { alone: true });
      if (typeof demo === 'string') throw new Error(demo);
      const died = fillDemo(database, { ...demo, contacts: 30 }, {
        now: NOW,
        progress: (share) => {
          if (share > 0.8) throw new Error('killed');
        },
      }); // prettier-ignore
      await expect(died).rejects.toThrow('killed');
      expect((await findDemo(database.read))?.state).toBe('filling');
      expect(await claimFilling(database, clock, { alone: false })).toBe('busy');
      expect(await fill()).toBe(true);
      expect(await count('SELECT COUNT(*) AS n FROM journey WHERE workspace_id = ?')).toBe(DEMO_JOURNEYS.length);
    }, 60_000);

    it('happens once', async () => {
      const before = await count('SELECT COUNT(*) AS n FROM event WHERE workspace_id = ?');
      expect(await fill()).toBe(false);
      expect(await count('SELECT COUNT(*) AS n FROM event WHERE workspace_id = ?')).toBe(before);
    });

    it('leaves no run in quarantine, none overdue, no signal unheard and nothing unsent', async () => {
      expect(await count("SELECT COUNT(*) AS n FROM run WHERE workspace_id = ? AND state = 'quarantined'")).toBe(0);
      expect(await count(`SELECT COUNT(*) AS n FROM run WHERE workspace_id = ? AND state = 'active' AND due_at <= ${NOW}`)).toBe(0); // prettier-ignore
      expect(await count('SELECT COUNT(*) AS n FROM `signal` WHERE workspace_id = ?')).toBe(0);
      expect(await count("SELECT COUNT(*) AS n FROM outbox WHERE workspace_id = ? AND state <> 'delivered'")).toBe(0);
    });

    it('counts consistently: whoever entered a journey is in it or has left it, and so for each node', async () => {
      const journeys = await rows<{ id: number; name: string; versionId: number }>(
        'SELECT id, name, live_version_id AS versionId FROM journey WHERE workspace_id = ? ORDER BY id',
      );
      expect(journeys.length).toBe(4);
      for (const { id, name, versionId } of journeys) {
        const document = DEMO_JOURNEYS.find((one) => one.name === name)!; // their names are theirs alone
        const counted = await rows<{ node: string; outcome: string; n: number }>(
          `SELECT node_id AS node, outcome, n FROM ${EDGE_TOTALS} WHERE workspace_id = ? AND version_id = ${versionId}`,
        );
        const sum = (holds: (row: (typeof counted)[number]) => boolean): number =>
          counted.filter(holds).reduce((total, { n }) => total + Number(n), 0);
        const standing = await rows<{ node: string; state: string; n: number }>(
          `SELECT node_id AS node, state, COUNT(*) AS n FROM run WHERE workspace_id = ? AND journey_id = ${id} GROUP BY node_id, state`,
        );
        const here = (node?: string): number =>
          standing.filter((row) => row.state === 'active' && (!node || row.node === node)).reduce((total, { n }) => total + Number(n), 0); // prettier-ignore
        const ended = standing.filter(({ state }) => state === 'ended').reduce((total, { n }) => total + Number(n), 0);
        const entered = sum(({ node, outcome }) => node === 'entry' && outcome === 'entered');
        expect(entered, name).toBeGreaterThan(5);
        expect(entered, name).toBe(here() + ended);
        for (const node of document.nodes) {
          const came = document.edges.filter(({ to }) => to === node.id).reduce((total, { from }) => total + sum((row) => row.node === from.node && row.outcome === from.outcome), 0); // prettier-ignore
          const left = sum((row) => row.node === node.id);
          expect(came - left, `${name}, ${node.id}`).toBe(here(node.id));
        }
      }
    });

    it('gives out no more coupons than there are, and some come too late', async () => {
      const pools = await rows<{ name: string; stock: number; issued: number; codes: number }>(
        "SELECT p.name, stock_count AS stock, issued_count AS issued, (SELECT COUNT(*) FROM coupon_code c WHERE c.pool_id = p.id AND c.state <> 'free') AS codes FROM coupon_pool p WHERE workspace_id = ?",
      );
      expect(pools.length).toBe(3);
      for (const pool of pools) {
        expect(pool.issued, pool.name).toBeLessThanOrEqual(pool.stock);
        expect(pool.issued, pool.name).toBe(Number(pool.codes));
      }
      expect(await count(`SELECT SUM(n) AS n FROM ${EDGE_TOTALS} WHERE workspace_id = ? AND outcome = 'soldOut'`)).toBeGreaterThan(0); // prettier-ignore
      expect(await count("SELECT COUNT(*) AS n FROM coupon_code WHERE workspace_id = ? AND state = 'redeemed'")).toBeGreaterThan(0); // prettier-ignore
    });

    it('fills inbox and collection, each thing at the moment of its run', async () => {
      expect(await count('SELECT COUNT(*) AS n FROM inbox_message WHERE workspace_id = ?')).toBeGreaterThan(50);
      const [collection] = await collections.list(database.read, workspaceId);
      expect(collection?.mintedCount).toBeGreaterThan(0);
      expect(await collections.verify(database.read, workspaceId, collection!.id)).toMatchObject({ ok: true }); // found above
      // A code is told of in the same moment in which it was issued.
      expect(
        await count(
          "SELECT COUNT(*) AS n FROM coupon_code c JOIN coupon_ledger l ON l.code_id = c.id AND l.kind = 'issued' JOIN inbox_message i ON i.run_id = l.run_id AND i.body LIKE CONCAT('%', c.code, '%') WHERE c.workspace_id = ? AND i.at <> c.issued_at",
        ),
      ).toBe(0);
    });
  });
}
