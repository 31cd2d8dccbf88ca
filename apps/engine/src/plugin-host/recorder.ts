import type { RecordedCall } from '@sojourn/execution';
import type { Clock, JsonObject } from '@sojourn/kernel';
import { pluginRecordings, type Database } from '@sojourn/storage';
import type { Log } from '../ports.js';
import type { Bundle } from './bundle.js';

/** Characters of JSON. */
const LONGEST = 1_000_000;
/** A node that fails on everybody need not be written down for everybody. */
const PAUSE_MS = 10_000;

export interface Failed {
  readonly workspaceId: number;
  readonly journeyId: number;
  readonly nodeId: string;
  readonly bundle: Bundle;
  /** Within the plugin: `forecast`. */
  readonly nodeType: string;
  readonly entry: string;
  /** All of the input but its items. */
  readonly head: JsonObject;
  /** By key; a function without items has none. */
  readonly items: readonly JsonObject[];
  /** By key. */
  readonly contactIds: readonly number[];
  readonly calls: readonly RecordedCall[];
  readonly log: readonly string[];
  readonly faults: readonly { readonly key: number | null; readonly message: string }[];
  readonly at: number;
  readonly seed: string;
}

/** Keeps what went wrong, so that a developer can replay it. Credentials are not in it: they never were in calls or answers. */
export class Recorder {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #log: Pick<Log, 'warn'>;
  readonly #last = new Map<string, number>();

  constructor(database: Database, clock: Clock, log: Pick<Log, 'warn'>) {
    this.#database = database;
    this.#clock = clock;
    this.#log = log;
  }

  /** Never throws: a recording that is lost is no reason to lose the batch. */
  async keep(failed: Failed): Promise<void> {
    const now = this.#clock.now();
    const key = [failed.workspaceId, failed.bundle.pin.hash, failed.journeyId, failed.nodeId, failed.entry].join(' ');
    if (now - (this.#last.get(key) ?? -Infinity) < PAUSE_MS) return;
    if (this.#last.size > 10_000) this.#last.clear();
    this.#last.set(key, now);
    try {
      const kept = fitting(failed);
      if (!kept) return;
      const { pin } = failed.bundle;
      await this.#database.inTransaction((tx) =>
        pluginRecordings.add(tx, {
          workspaceId: failed.workspaceId,
          plugin: pin.plugin,
          version: pin.version,
          hash: pin.hash,
          nodeType: failed.nodeType,
          journeyId: failed.journeyId,
          nodeId: failed.nodeId,
          at: now,
          items: failed.items.length,
          reason: (failed.faults[0]?.message ?? 'failed').slice(0, 1_000),
          contactIds: kept.contactIds,
          body: kept.body,
        }),
      );
    } catch (error) {
      this.#log.warn({ err: error, plugin: failed.bundle.pin.plugin }, 'a recording of a failed batch was not kept');
    }
  }
}

/** The whole batch where it fits, else the items that failed, else the first of them. */
function fitting(failed: Failed): { readonly body: string; readonly contactIds: readonly number[] } | undefined {
  const bad = failed.faults.flatMap(({ key }) => (key === null ? [] : [key]));
  for (const keys of [undefined, new Set(bad), new Set(bad.slice(0, 1))]) {
    const has = (key: unknown): boolean => keys === undefined || typeof key !== 'number' || keys.has(key);
    const { entry, head, items, calls, log, faults, at, seed } = failed;
    const body = JSON.stringify({
      format: 1,
      entry,
      input: { ...head, ...(items.length > 0 ? { items: items.filter((_, key) => has(key)) } : {}) },
      calls: calls.filter(({ call }) => has(call.args['item'])),
      log,
      faults: faults.filter(({ key }) => has(key)).slice(0, 100),
      at,
      seed,
    });
    if (body.length <= LONGEST) return { body, contactIds: failed.contactIds.filter((_, key) => has(key)) };
  }
  return undefined;
}
