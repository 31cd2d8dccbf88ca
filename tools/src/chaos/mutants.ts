import type { Patch } from './patches.js';

/** A mistake that engines of this kind make, built into a copy of ours: the auditor must find it. */
export interface Mutant {
  readonly name: string;
  readonly what: string;
  readonly patches: readonly Patch[];
}

export const MUTANTS: readonly Mutant[] = [
  {
    name: 'no-fence-check',
    what: 'a step is written although its run was woken, moved or ended since it was claimed',
    patches: [
      {
        file: 'libs/storage/src/journey-store/commit.ts',
        find: 'row?.fence !== step.run.fence ||',
        replace: 'row === undefined ||',
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
];
