import type { Patch } from './patches.js';

/** A mistake that engines of this kind make, built into a copy of ours: the auditor must find it. */
export interface Mutant {
  readonly name: string;
  readonly what: string;
  readonly patches: readonly Patch[];
  /** The faults that show it; all when absent. */
  readonly faults?: readonly string[];
}

export const MUTANTS: readonly Mutant[] = [
  {
    name: 'no-fence-check',
    what: 'a step is written although somebody else has moved its run since it was read',
    faults: ['workerStops'],
    patches: [
      {
        file: 'libs/storage/src/journey-store/commit.ts',
        find: 'const stands = await standing(tx, steps.map(({ run }) => run)); // prettier-ignore',
        replace: 'const stands = (_: unknown): boolean => true; void standing;',
      },
      {
        file: 'libs/storage/src/journey-store/write-runs.ts',
        find: 'const ours = `fence = VALUES(fence)$',
        replace: 'const ours = `fence >= 0$',
      },
      {
        file: 'libs/storage/src/journey-store/write-runs.ts',
        find: 'const ours = "fence = VALUES(fence) AND state = \'ended\'";',
        replace: 'const ours = "state = \'ended\'";',
      },
      {
        file: 'libs/storage/src/journey-store/write-runs.ts',
        find: 'ON DUPLICATE KEY UPDATE state = IF(fence = VALUES(fence)',
        replace: 'ON DUPLICATE KEY UPDATE state = IF(fence >= 0',
      },
    ],
  },
  {
    name: 'no-epoch-check',
    what: 'a worker writes for a shard that has another owner by now',
    faults: ['workerStops'],
    patches: [
      {
        file: 'libs/storage/src/journey-store/held-shards.ts',
        find: '  const rows = await tx.rows<{ id: number; epoch: number }>(',
        replace:
          "  if (list.sql !== '') return () => true;\n  const rows = await tx.rows<{ id: number; epoch: number }>(",
      },
    ],
  },
  {
    name: 'random-key',
    what: 'every attempt of a delivery carries a key of its own',
    patches: [
      {
        file: 'apps/engine/src/couriers/webhook-courier.ts',
        find: 'id: item.key,',
        replace: 'id: `${item.key}:${Math.random()}`,',
      },
    ],
  },
  {
    name: 'missing-unique-key',
    what: 'nothing in the database keeps a message from lying in an inbox twice',
    patches: [
      {
        file: 'libs/storage/src/migrations/0004-runs.ts',
        find: "ux_inbox_message_key: ['effect_key'],",
        replace: "ix_inbox_message_key: ['effect_key'],",
      },
    ],
  },
  {
    name: 'limit-in-memory',
    what: 'how many codes a contact has is remembered by each worker for itself',
    patches: [
      {
        file: 'libs/storage/src/journey-store/settle-coupons.ts',
        find: 'const holding = await heldCodes(tx, pool, asks);',
        replace:
          'const memory: any = ((globalThis as any).codesHeld ??= {}); const holding: Map<number, Held[]> = (memory[pool.id] ??= new Map()); void heldCodes;',
      },
    ],
  },
  {
    name: 'lost-look-back',
    what: 'an event that comes while a run is on its way to wait for it is not looked for',
    patches: [
      {
        file: 'libs/storage/src/journey-store/commit.ts',
        find: 'const found = await lookBack(tx, held);',
        replace: 'const found: Awaited<ReturnType<typeof lookBack>> = new Map();',
      },
      {
        // What a contact did is heard only when its runs have moved; else the look back would have nothing to find.
        file: 'libs/storage/src/journey-store/route-signals.ts',
        find: 'if (signal && movesBefore(run, signal.at))',
        replace: 'if (signal && movesBefore(run, -1))',
      },
    ],
  },
  {
    name: 'half-transaction',
    what: 'the effects of a step are written in a transaction of their own, after the step',
    patches: [
      {
        file: 'libs/storage/src/journey-store/commit.ts',
        find: '      await enqueueEffects(tx, held);\n',
        replace:
          '      setTimeout(() => void database.inTransaction((other) => enqueueEffects(other, held)).catch(() => undefined), 20);\n',
      },
    ],
  },
  {
    name: 'ack-before-commit',
    what: 'events are acknowledged before they are stored',
    patches: [
      {
        file: 'apps/engine/src/ingest/gathering.ts',
        find: '        await this.#events.ingest(calls.flatMap(({ items }) => items), this.#now()); // prettier-ignore\n',
        replace:
          '        void this.#events.ingest(calls.flatMap(({ items }) => items), this.#now()).catch(() => undefined);\n',
      },
    ],
  },
  {
    name: 'settle-before-send',
    what: 'a delivery is written down as delivered, then made',
    patches: [
      {
        file: 'libs/execution/src/outbox/sender.ts',
        find: "      await this.#engine.crashPoint('delivery.after-begin');\n",
        replace:
          "      await this.#settle.do({ results: [...begun].map((id) => ({ id, at: this.#clock.now(), attempt: known.get(id)?.attempt ?? 1, final: { status: 'delivered' as const } })), pauses: [] });\n",
      },
    ],
  },
  {
    name: 'sending-marked-after-call',
    what: 'a delivery is marked as being sent when its provider has been called, not before',
    faults: ['workerKills', 'workerStops'],
    patches: [
      {
        file: 'libs/execution/src/outbox/hand-over.ts',
        find: 'if (courier.prepares) said = await courier.deliver(items, now, beginSame);',
        replace: `if (courier.prepares) {
      said = await courier.deliver(items, now, (ids) => Promise.resolve(new Set(ids)));
      await beginSame(items.map(({ id }) => id));
    }`,
      },
    ],
  },
  {
    name: 'limit-per-worker',
    what: 'every worker counts for itself how much of a channel’s limit is used',
    patches: [
      {
        file: 'libs/storage/src/outbox/begin.ts',
        find: 'const places = group[0]?.limited ? await placesIn(tx, group) : group.length;',
        replace: `const bucket = ((globalThis as any).bucket ??= { tokens: 2, at: performance.now() });
      const tokens = Math.min(2, bucket.tokens + ((performance.now() - bucket.at) / 1_000) * 2);
      const places = group[0]?.limited ? Math.min(group.length, Math.floor(tokens)) : group.length;
      if (group[0]?.limited) Object.assign(bucket, { tokens: tokens - places, at: performance.now() });
      void placesIn;`,
      },
    ],
  },
  {
    name: 'quarantine-ends-runs',
    what: 'a run that cannot go on is ended, and nobody hears of it',
    patches: [
      {
        file: 'libs/storage/src/journey-store/quarantine.ts',
        find: "set: \"state = 'quarantined', due_at",
        replace: "set: \"state = 'ended', end_reason = 'failed', due_at",
      },
    ],
  },
];
