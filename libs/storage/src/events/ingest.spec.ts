import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../database/database.js';
import { testDatabases } from '../testing.js';
import { createEventStore, type EventStore, type IngestItem } from './index.js';

let serial = 0;
const call = (over: Partial<IngestItem>): IngestItem => ({
  workspaceId: 1,
  kind: 'track',
  messageId: `m${++serial}`,
  type: 'visited',
  occurredAt: 1_000,
  properties: {},
  source: 'api',
  ...over,
});
const identify = (over: Partial<IngestItem>): IngestItem => call({ kind: 'identify', type: '$identify', ...over });

for (const db of testDatabases())
  describe(`ingest on ${db.name}`, () => {
    let database: Database;
    let events: EventStore;
    beforeAll(async () => {
      database = await db.open();
      events = createEventStore(database);
    });
    afterAll(() => db.close());

    const contactsOf = (workspaceId: number) =>
      database.read.rows<{ id: number; externalId: string | null; mergedInto: number | null; attributes: string }>(
        'SELECT id, external_id AS externalId, merged_into AS mergedInto, attributes FROM contact WHERE workspace_id = ? ORDER BY id',
        [workspaceId],
      );
    const eventsOf = (workspaceId: number) =>
      database.read.rows<{ contactId: number; type: string; messageId: string }>(
        'SELECT contact_id AS contactId, type, message_id AS messageId FROM event WHERE workspace_id = ? ORDER BY id',
        [workspaceId],
      );

    test('a call heard twice, in one batch or in two, is stored once', async () => {
      const one = call({ workspaceId: 10, messageId: 'once', userId: 'u' });
      const first = await events.ingest(
        [one, { ...one, type: 'other' }, call({ workspaceId: 10, userId: 'u' })],
        2_000,
      );
      expect(first.map(({ status }) => status)).toEqual(['stored', 'duplicate', 'stored']);
      expect((await events.ingest([one], 3_000)).map(({ status }) => status)).toEqual(['duplicate']);
      expect((await eventsOf(10)).map(({ type }) => type)).toEqual(['visited', 'visited']);
      expect((await events.ingest([{ ...one, workspaceId: 11 }], 3_000))[0]?.status).toBe('stored');
    });

    test('journeys hear of another zone, and of what an anonymous visitor brings along', async () => {
      const signals = async (workspaceId: number): Promise<string[]> =>
        (
          await database.read.rows<{ type: string }>(
            'SELECT e.type FROM `signal` s JOIN event e ON e.id = s.id WHERE e.workspace_id = ? ORDER BY e.id',
            [workspaceId],
          )
        ).map(({ type }) => type);
      const here = { workspaceId: 113, userId: 'u' };
      await events.ingest([call({ ...here, timeZone: 'Asia/Shanghai' })], 2_000);
      expect(await signals(113)).toEqual(['visited']);
      await events.ingest(
        [call({ ...here, timeZone: 'Asia/Shanghai' }), call({ ...here, timeZone: 'Europe/Paris' })],
        3_000,
      );
      expect(await signals(113)).toEqual(['visited', 'visited', 'visited', '$contact_updated']);

      await events.ingest([identify({ workspaceId: 114, anonymousId: 'a', traits: { city: 'Suzhou' } })], 2_000);
      await events.ingest([call({ workspaceId: 114, userId: 'u' })], 2_000);
      await events.ingest([identify({ workspaceId: 114, userId: 'u', anonymousId: 'a' })], 3_000);
      expect((await signals(114)).at(-1)).toBe('$contact_updated');
    });

    test('sixteen writers with the same calls at once store each once, and each contact once', async () => {
      const batch = Array.from({ length: 50 }, (_, i) =>
        call({ workspaceId: 12, userId: `p${i % 10}`, messageId: `race${i}` }),
      );
      const results = await Promise.all(
        Array.from({ length: 16 }, (_, i) => events.ingest([...batch.slice(i), ...batch.slice(0, i)], 2_000)),
      );
      expect(results.flat().filter(({ status }) => status === 'stored').length).toBe(50);
      expect((await eventsOf(12)).length).toBe(50);
      expect((await contactsOf(12)).length).toBe(10);
    });

    test('an anonymous visitor who signs in is one contact, with the past kept', async () => {
      await events.ingest([call({ workspaceId: 13, anonymousId: 'a' })], 1_000);
      await events.ingest(
        [
          identify({
            workspaceId: 13,
            anonymousId: 'a',
            userId: 'u',
            traits: { email: 'U@X.org', vip: true, tags: ['new'] },
          }),
        ],
        1_000,
      );
      const [contact, ...others] = await contactsOf(13);
      expect(others).toEqual([]);
      expect(contact).toMatchObject({ externalId: 'u', attributes: JSON.stringify({ email: 'U@X.org', vip: true }) });
      expect(await database.read.rows('SELECT email FROM contact WHERE workspace_id = 13')).toEqual([
        { email: 'u@x.org' },
      ]);
      expect(await database.read.rows('SELECT tag FROM contact_tag WHERE workspace_id = 13')).toEqual([{ tag: 'new' }]);
    });

    test('a visitor who turns out to be a known user is merged: events move, attributes fill gaps', async () => {
      await events.ingest([identify({ workspaceId: 14, userId: 'u', traits: { city: 'Shanghai' } })], 1_000);
      await events.ingest([call({ workspaceId: 14, anonymousId: 'a', type: 'viewed' }), identify({ workspaceId: 14, anonymousId: 'a', traits: { city: 'Beijing', size: 40 } })], 1_000); // prettier-ignore
      const [user] = await contactsOf(14);
      const [result] = await events.ingest(
        [call({ workspaceId: 14, anonymousId: 'a', userId: 'u', type: 'signed-in' })],
        1_000,
      );
      expect(result?.contactId).toBe(user?.id);
      expect((await eventsOf(14)).every(({ contactId }) => contactId === user?.id)).toBe(true);
      const [known, visitor] = await contactsOf(14);
      expect(JSON.parse(known?.attributes ?? '')).toEqual({ city: 'Shanghai', size: 40 });
      expect(visitor?.mergedInto).toBe(user?.id);
      const [later] = await events.ingest([call({ workspaceId: 14, anonymousId: 'a' })], 1_000);
      expect(later?.contactId).toBe(user?.id);
    });

    test('a shared device changes hands and moves nobody’s past', async () => {
      await events.ingest(
        [
          call({ workspaceId: 15, userId: 'first', anonymousId: 'device' }),
          call({ workspaceId: 15, userId: 'second' }),
        ],
        1_000,
      );
      await events.ingest(
        [
          call({ workspaceId: 15, userId: 'second', anonymousId: 'device' }),
          call({ workspaceId: 15, anonymousId: 'device' }),
        ],
        1_000,
      );
      const [first, second] = await contactsOf(15);
      expect((await eventsOf(15)).map(({ contactId }) => contactId)).toEqual([
        first?.id,
        second?.id,
        second?.id,
        second?.id,
      ]);
      expect([first?.mergedInto, second?.mergedInto]).toEqual([null, null]);
    });

    test('journeys hear of events and of changes, not of identifies that changed nothing', async () => {
      await events.ingest(
        [identify({ workspaceId: 16, userId: 'u', traits: { a: 1, nested: { x: 1, y: 2 } } })],
        5_000,
      );
      await events.ingest(
        [
          identify({ workspaceId: 16, userId: 'u', traits: { nested: { y: 2, x: 1 } } }),
          call({ workspaceId: 16, userId: 'u' }),
        ],
        6_000,
      );
      expect((await eventsOf(16)).map(({ type }) => type)).toEqual(['$contact_updated', '$identify', 'visited']);
      expect(await database.read.rows('SELECT at FROM `signal` WHERE workspace_id = 16 ORDER BY id')).toEqual([
        { at: 5_000 },
        { at: 6_000 },
      ]);
    });

    test('other identities decide when no id is given', async () => {
      await events.ingest([identify({ workspaceId: 17, userId: 'u', traits: { email: 'a@b.c' } })], 1_000);
      const [byMail] = await events.ingest([call({ workspaceId: 17, identities: { email: 'a@b.c' } })], 1_000);
      expect(byMail?.contactId).toBe((await contactsOf(17))[0]?.id);
      await events.ingest(
        [
          call({ workspaceId: 17, identities: { wecom: 'w1' } }),
          call({ workspaceId: 17, identities: { wecom: 'w1' } }),
        ],
        1_000,
      );
      expect((await contactsOf(17)).length).toBe(2);
    });

    test('long message ids and ids of our own making are kept apart and still deduplicated', async () => {
      const long = 'x'.repeat(5_000);
      const batch = [long, `${long}y`, 'sojourn:1', long].map((messageId) =>
        call({ workspaceId: 18, userId: 'u', messageId }),
      );
      expect((await events.ingest(batch, 1_000)).map(({ status }) => status)).toEqual([
        'stored',
        'stored',
        'stored',
        'duplicate',
      ]);
      // Whoever can work out how a long id is kept cannot take its place.
      const next = `${long}z`;
      const guessed = `sha256:${createHash('sha256').update(next).digest('hex')}`;
      for (const messageId of [guessed, next])
        expect((await events.ingest([call({ workspaceId: 18, userId: 'u', messageId })], 1_000))[0]?.status).toBe('stored'); // prettier-ignore
    });

    test('progress is saved with the events or not at all', async () => {
      const progress = { id: 'orders', workspaceId: 19, line: 3, counters: { malformed: 1 }, clock: 9 };
      await events.ingest([call({ workspaceId: 19, userId: 'u' })], 1_000, progress);
      expect(await events.loadProgress('orders')).toEqual(progress);
      const broken = { ...call({ workspaceId: 19, userId: 'u' }), source: null as unknown as string };
      await expect(events.ingest([broken], 1_000, { ...progress, line: 4 })).rejects.toThrow();
      expect((await events.loadProgress('orders'))?.line).toBe(3);
    });

    test('ids ascend in the order of arrival', async () => {
      await Promise.all(
        Array.from({ length: 20 }, (_, i) =>
          events.ingest([call({ workspaceId: 20, userId: 'u', messageId: `a${i}` })], 1_000 + i),
        ),
      );
      const rows = await database.read.rows<{ id: number }>('SELECT id FROM event WHERE workspace_id = 20 ORDER BY id');
      expect(rows.length).toBe(20);
    });
  });
