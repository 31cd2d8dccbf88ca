import { HOUR, MINUTE, SECOND, type Clock, type Json, type JsonObject } from '@sojourn/kernel';
import { parseJson, pluginSources, type Database, type PluginSourceRow } from '@sojourn/storage';
import { concurrently } from '../../couriers/concurrently.js';
import type { Ports } from '../../ports.js';
import type { PluginHost } from '../plugin-host.js';
import { broughtBy } from './brought.js';
import { SourceChanged, storeBrought } from './store-brought.js';

export interface PollParts {
  readonly host: Pick<PluginHost, 'library' | 'hooks'>;
  readonly database: Database;
  readonly clock: Clock;
  readonly queue: Ports['queue'];
  /** This process among the workers. */
  readonly worker: string;
}

/** Longer than one call may last. */
const LEASE_MS = MINUTE;
const AT_ONCE = 4;
/** So many events mean that there are more: it is asked again at once. */
const FULL = 500;
const LONGEST_PAUSE_MS = HOUR;

/** Asks the sources that are due for what is new; answers how many it asked. Two workers never ask one source at the same time. */
export async function pollSources(parts: PollParts): Promise<number> {
  const { database, clock, worker } = parts;
  const now = clock.now();
  const next = await pluginSources.nextAt(database.read);
  if (next === null || next > now) return 0;
  const ask = { now, holder: worker.slice(0, 64), leaseMs: LEASE_MS, limit: AT_ONCE };
  const due = await database.inTransaction((tx) => pluginSources.lease(tx, ask));
  await concurrently(due, AT_ONCE, (source) => poll(parts, source));
  return due.length;
}

async function poll(parts: PollParts, source: PluginSourceRow): Promise<void> {
  const { host, database, clock } = parts;
  const { workspaceId, plugin, nodeType: node, id } = source;
  const fail = (error: string): Promise<void> => {
    const now = clock.now();
    return database.inTransaction(async (tx) => {
      if (await pluginSources.stillHeld(tx, source)) await pluginSources.failed(tx, id, { at: now, error, nextAt: now + pauseOf(source) }); // prettier-ignore
    });
  };
  await host.library.refresh();
  const pin = host.library.current(workspaceId, plugin);
  if (!pin) return fail(`The plugin ${plugin} is not installed.`);
  const input = { config: parseJson<JsonObject>(source.config) ?? {}, cursor: parseJson<Json>(source.reached) ?? null };
  const answer = await host.hooks.run({ workspaceId, pin, node, entry: 'poll', nodeId: `source-${id}`, input });
  if (!('value' in answer)) return fail(reasonOf(answer, plugin));
  const now = clock.now();
  const asked = host.library.bundle(pin, workspaceId)?.manifest.capabilities ?? [];
  const brought = broughtBy(answer.value, { workspaceId, sourceId: id, now, asked, granted: host.library.granted(workspaceId, pin) }); // prettier-ignore
  if (typeof brought === 'string') return fail(brought);
  const more = brought.items.length >= FULL && brought.reached !== undefined;
  try {
    await storeBrought(parts, source, brought, { now, nextAt: more ? now : now + everyMs(source) });
  } catch (error) {
    // Whoever changed it or took it over asks again with the old cursor: what comes twice is stored once.
    if (!(error instanceof SourceChanged)) throw error;
  }
}

const everyMs = ({ everySeconds }: PluginSourceRow): number => Number(everySeconds ?? 60) * SECOND;

/** Longer after every failure. */
function pauseOf(source: PluginSourceRow): number {
  return Math.max(
    everyMs(source),
    Math.min(LONGEST_PAUSE_MS, everyMs(source) * 2 ** Math.min(10, Number(source.failures))),
  );
}

export function reasonOf(answer: { fault: string } | { state: string } | { busy: string }, plugin: string): string {
  if ('fault' in answer) return answer.fault;
  return 'state' in answer
    ? `The plugin ${plugin} cannot run now: ${answer.state}.`
    : `It is not run for the moment: ${answer.busy}`;
}
