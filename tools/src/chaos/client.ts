import { systemClock, type Random } from '@sojourn/kernel';
import type { AppendLog } from './append-log.js';
import { pause } from './ports.js';
import type { Item } from './stories.js';

export interface ClientCounts {
  acknowledged: number;
  refused: number;
  failed: number;
  /** Sent although they had been acknowledged. */
  duplicates: number;
  /** Held back, so that later ones came first. */
  reordered: number;
}

export interface Client {
  readonly counts: ClientCounts;
  /** Sends everything at its time; settles when the last call is acknowledged. */
  run(items: readonly Item[]): Promise<void>;
  /** No more duplicates, no more delays. */
  behave(): void;
}

const PARALLEL = 4;
const LONGEST_BATCH = 20;

/**
 * A shop that trusts nobody: what was not answered with success is sent again, in whatever company, until it is. What was answered
 * is written down at once, on the disk, before anything else is done.
 */
export function createClient(parts: {
  readonly api: string;
  /** Write keys by tenant. */
  readonly keys: Readonly<Record<string, string>>;
  readonly acks: AppendLog;
  readonly random: Random;
}): Client {
  const { api, keys, acks, random } = parts;
  const counts: ClientCounts = { acknowledged: 0, refused: 0, failed: 0, duplicates: 0, reordered: 0 };
  let mischief = true;

  const send = async (tenant: string, items: readonly Item[]): Promise<boolean> => {
    const batch = items.map(({ messageId, userId, type, event, properties, traits }) => ({ messageId, userId, type, event, properties, traits })); // prettier-ignore
    const headers = { authorization: `Bearer ${keys[tenant]}`, 'content-type': 'application/json' };
    const answer = await fetch(`${api}/v1/batch`, { method: 'POST', headers, body: JSON.stringify({ batch }), signal: AbortSignal.timeout(4_000) }).then(async (it) => ({ status: it.status, body: (await it.json()) as { rejected?: unknown[] } }), () => undefined); // prettier-ignore
    if (!answer || answer.status < 200 || answer.status >= 300) return false;
    if (answer.body.rejected) throw new Error(`The API refused calls: ${JSON.stringify(answer.body.rejected[0])}`);
    const at = systemClock.now();
    acks.add({ at, tenant, calls: items.map(({ messageId, userId, event }) => ({ messageId, userId, event })) });
    return true;
  };

  return {
    counts,
    behave: () => void (mischief = false),
    async run(items) {
      const start = performance.now();
      const open = [...items];
      let underWay = 0;
      const again = (list: readonly Item[], delayMs: number): void => {
        const at = performance.now() - start + delayMs;
        open.push(...list.map((item) => ({ ...item, at })));
        open.sort((one, other) => one.at - other.at);
      };
      const carry = async (tenant: string, list: readonly Item[]): Promise<void> => {
        underWay++;
        try {
          // Twice at the same moment, as impatient networks do.
          const twin = mischief && random.next() < 0.05 ? send(tenant, list) : undefined;
          if (twin) counts.duplicates += list.length;
          const [sent] = await Promise.all([send(tenant, list), twin]);
          if (sent) {
            counts.acknowledged += list.length;
            if (mischief && random.next() < 0.08) {
              counts.duplicates += list.length;
              again(list, random.int(3_000));
            }
          } else {
            counts.failed++;
            again(list, 100 + random.int(500));
          }
        } finally {
          underWay--;
        }
      };
      const carried = new Set<Promise<void>>();
      while (open.length > 0 || underWay > 0) {
        const now = performance.now() - start;
        const due = open.findIndex((item) => item.at > now);
        const ready = due < 0 ? open.length : due;
        if (ready === 0 || underWay >= PARALLEL) {
          await Promise.race([pause(20), ...carried]);
          continue;
        }
        const tenant = open[0]!.tenant; // there is one that is ready
        const taken = open.slice(0, ready).filter((item) => item.tenant === tenant).slice(0, 1 + random.int(LONGEST_BATCH)); // prettier-ignore
        for (const item of taken) open.splice(open.indexOf(item), 1);
        const late = mischief && taken.length > 1 && random.next() < 0.1 ? taken.splice(0, 1) : [];
        if (late.length > 0) {
          counts.reordered += late.length;
          again(late, 500 + random.int(1_500));
        }
        const one = carry(tenant, taken);
        carried.add(one);
        void one.finally(() => carried.delete(one)).catch(() => undefined);
      }
      await Promise.all(carried);
    },
  };
}
