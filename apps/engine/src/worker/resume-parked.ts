import type { PluginNodes } from '@sojourn/execution';
import type { Clock } from '@sojourn/kernel';
import { waitingRuns, type Database } from '@sojourn/storage';

/**
 * Gets runs going again that were parked for want of a plugin which can be used by now: installed, switched on, granted or no
 * longer revoked, whether a worker ran at that moment or not. Answers how many go on. Two workers who do so at once share the work.
 */
export async function resumeParked(
  database: Database,
  plugins: PluginNodes,
  clock: Clock,
  stop: () => boolean = () => false,
): Promise<number> {
  await plugins.recheck?.();
  const waiting = await waitingRuns.waitedFor(database.read);
  if (waiting.length === 0) return 0;
  await plugins.refresh();
  await plugins.load(waiting.map(({ pin }) => pin));
  let gone = 0;
  for (const one of waiting) {
    if (stop()) break;
    if (plugins.stateOf(one.workspaceId, one.pin) !== 'ok') continue;
    gone += await waitingRuns.retryParkedFor(database, one, () => clock.now(), stop);
  }
  return gone;
}
