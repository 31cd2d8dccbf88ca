import type { PluginUsage } from '../../../api/plugins.js';

/** Everybody who is under way in a journey with the plugin, whatever its version. */
export function peopleIn(usage: PluginUsage): number {
  return usage.journeys.reduce((sum, { versions }) => sum + versions.reduce((own, { people }) => own + people, 0), 0);
}

/** Of those in one journey, who goes on only when somebody says how. */
export function parkedIn({ versions }: PluginUsage['journeys'][number]): number {
  return versions.reduce((sum, { parked }) => sum + parked, 0);
}
