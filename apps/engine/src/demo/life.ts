import { MINUTE, SECOND } from '@sojourn/kernel';
import { createEventStore, type Database } from '@sojourn/storage';
import type { Ports } from '../ports.js';
import type { Stoppable } from '../shutdown.js';
import { liveliness } from './hours.js';
import { itemOf } from './items.js';
import { Shop } from './shop.js';
import { findDemo, type Demo } from './state.js';

const TICK_MS = 700;
/** How often to look whether the demo is still wanted. */
const LOOK_MS = 15 * SECOND;
/** How long after the last request the studio counts as open. */
const ATTENTION_MS = 3 * MINUTE;
/** About 250 MB: a demo that was left alone for years falls silent rather than filling the disk. */
const MOST_EVENTS = 400_000;
/** Events taken in at once after the process was held up. */
const MOST_AT_ONCE = 200;

type LifeParts = Pick<Ports, 'database' | 'clock' | 'queue' | 'health' | 'log'>;

/**
 * Lets the demo's customers go on living: about 1,500 events a day as the seed has it, and, while somebody has the studio open,
 * one and a half to three events a second more, so that the canvas moves. Rests while the demo has no live journey, and when it is gone.
 */
export function startLife(parts: LifeParts): Stoppable {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let running = Promise.resolve();
  const life = new Life(parts);
  const round = (): void => {
    running = life.go().catch((error: unknown) => {
      parts.log.warn({ err: error }, 'the demo shop stumbled and goes on');
    });
    void running.then(() => {
      if (!stopped) timer = setTimeout(round, TICK_MS).unref();
    });
  };
  round();
  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}

class Life {
  readonly #parts: LifeParts;
  readonly #startedAt: number;
  #shop: Shop | undefined;
  #lookAt = 0;
  #last: number;
  /** Events in the workspace, and since the last look. */
  #events = 0;

  constructor(parts: LifeParts) {
    this.#parts = parts;
    this.#startedAt = this.#last = parts.clock.now();
  }

  async go(): Promise<void> {
    const { clock, health, database, queue } = this.#parts;
    const now = clock.now();
    if (health.stopping) return;
    if (now >= this.#lookAt) await this.#look(now);
    const seconds = Math.min((now - this.#last) / SECOND, 5);
    this.#last = now;
    const shop = this.#shop;
    if (!shop) return;
    await shop.tell(now);
    if (this.#attended(now)) shop.bustle(now, seconds * (1.5 + 1.5 * liveliness(now)));
    const due = shop.due(now, MOST_AT_ONCE);
    if (due.length === 0) return;
    await createEventStore(database).ingest(due.map((event) => itemOf(shop.workspaceId, event)), now); // prettier-ignore
    this.#events += due.length;
    queue.announce();
  }

  #attended(now: number): boolean {
    return now - Math.max(this.#parts.health.attendedAt ?? 0, this.#startedAt) < ATTENTION_MS;
  }

  async #look(now: number): Promise<void> {
    this.#lookAt = now + LOOK_MS;
    const demo = await lively(this.#parts.database);
    if (!demo) this.#shop = undefined;
    else if (!this.#shop) {
      this.#shop = new Shop(demo, now);
      this.#events = await countEvents(this.#parts.database, demo.workspaceId);
    }
    if (this.#events > MOST_EVENTS) this.#shop = undefined;
  }
}

/** The demo, while it is filled and one of its journeys is live. */
async function lively({ read }: Database): Promise<Demo | undefined> {
  const demo = await findDemo(read);
  if (demo?.state !== 'ready') return undefined;
  const live = await read.rows("SELECT id FROM journey WHERE workspace_id = ? AND state = 'live' LIMIT 1", [
    demo.workspaceId,
  ]);
  return live.length > 0 ? demo : undefined;
}

async function countEvents({ read }: Database, workspaceId: number): Promise<number> {
  const [row] = await read.rows<{ n: number }>('SELECT COUNT(*) AS n FROM event WHERE workspace_id = ?', [workspaceId]);
  return Number(row?.n ?? 0);
}
