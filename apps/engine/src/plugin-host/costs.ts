import { DAY, type Clock } from '@sojourn/kernel';
import { pluginCosts, type Database, type PluginCostRow } from '@sojourn/storage';
import type { Log } from '../ports.js';

/** Figures of a crowd of small batches become one statement. */
const FLUSH_MS = 5_000;

export type Spent = Omit<PluginCostRow, 'day' | 'batches'>;

/** Adds up what plugins cost, in memory, and writes it every few seconds. A crash loses those seconds. */
export class CostKeeper {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #log: Pick<Log, 'warn'>;
  readonly #rows = new Map<string, PluginCostRow>();
  readonly #timer: NodeJS.Timeout;

  constructor(database: Database, clock: Clock, log: Pick<Log, 'warn'>) {
    this.#database = database;
    this.#clock = clock;
    this.#log = log;
    this.#timer = setInterval(() => void this.flush(), FLUSH_MS).unref();
  }

  add(spent: Spent): void {
    const day = Math.floor(this.#clock.now() / DAY);
    const key = [spent.workspaceId, spent.journeyId, spent.nodeId, spent.plugin, day].join(' ');
    const row = this.#rows.get(key);
    if (!row) return void this.#rows.set(key, { ...spent, day, batches: 1 });
    row.batches++;
    row.items += spent.items;
    row.cpuUs += spent.cpuUs;
    row.calls += spent.calls;
    row.errors += spent.errors;
  }

  async flush(): Promise<void> {
    const rows = [...this.#rows.values()];
    if (rows.length === 0) return;
    this.#rows.clear();
    try {
      await this.#database.inTransaction((tx) => pluginCosts.add(tx, rows));
    } catch (error) {
      // Figures for people to look at: nothing depends on them.
      this.#log.warn({ err: error }, 'costs of plugins could not be written');
    }
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.flush();
  }
}
