import type { PluginUsage } from '../../../api/plugins.js';

/** Everybody who is under way in a journey with the plugin, whatever its version. */
export function peopleIn(usage: PluginUsage): number {
  return usage.journeys.reduce((sum, { versions }) => sum + versions.reduce((own, { people }) => own + people, 0), 0);
}
