import type { PluginPin } from '@sojourn/journey';
import type { Database, Reader } from '../database/database.js';
import { repairRuns } from './repair.js';

/** Runs of a workspace that were parked because a plugin could not do its work. */
export interface WaitingRuns {
  readonly workspaceId: number;
  readonly pin: PluginPin;
}

/** For which plugins runs are parked, whatever their state now: cheap, for it is read from an index of those alone. */
export async function waitedFor(read: Reader): Promise<readonly WaitingRuns[]> {
  const rows = await read.rows<{ workspaceId: number; waitsFor: string }>(
    'SELECT DISTINCT workspace_id AS workspaceId, waits_for AS waitsFor FROM parked WHERE waits_for IS NOT NULL',
  );
  return rows.flatMap(({ workspaceId, waitsFor }) => {
    const pin = pinOfText(waitsFor);
    return pin ? [{ workspaceId, pin }] : [];
  });
}

/** The reason in a run's trace; the studio has its words. */
const PLUGIN_BACK = 'repair.plugin-back';
/** Runs taken out of quarantine in one transaction. */
const CHUNK = 500;

/**
 * The plugin is back: its runs do the wake again that failed, one chunk at a time, until none is left or `stop` says so. Runs of
 * journeys that are over stay parked and wait no longer. Answers how many go on.
 */
export async function retryParkedFor(
  database: Database,
  { workspaceId, pin }: WaitingRuns,
  now: () => number,
  stop: () => boolean = () => false,
): Promise<number> {
  const waitsFor = textOfPin(pin);
  const why = { code: PLUGIN_BACK, params: { plugin: pin.plugin, version: pin.version } };
  let gone = 0;
  while (!stop()) {
    const some = await database.read.rows<{ id: number }>(
      'SELECT run_id AS id FROM parked WHERE waits_for = ? AND workspace_id = ? ORDER BY run_id LIMIT ?',
      [waitsFor, workspaceId, CHUNK],
    );
    if (some.length === 0) break;
    const runIds = some.map(({ id }) => id);
    gone += await database.inTransaction(async (tx) => {
      const { repaired } = await repairRuns(tx, { workspaceId, runIds, at: now(), why }, (_, { journeyState }) =>
        journeyState === 'live' || journeyState === 'paused' ? { do: 'retry' } : { refuse: 'journey-over' },
      );
      // Whoever is still on the list was refused, or is somebody else's by now: asked again, it would be so again.
      const list = tx.dialect.among(runIds);
      await tx.run(`UPDATE parked SET waits_for = NULL WHERE run_id IN ${list.sql}`, list.params);
      return repaired.length;
    });
  }
  return gone;
}

export const textOfPin = ({ plugin, version, hash }: PluginPin): string => `${plugin} ${version} ${hash}`;

function pinOfText(text: string): PluginPin | undefined {
  const [plugin, version, hash] = text.split(' ');
  return plugin && version && hash ? { plugin, version, hash } : undefined;
}
