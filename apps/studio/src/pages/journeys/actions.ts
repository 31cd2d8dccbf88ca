import type { JourneyAction } from '../../api/journeys.js';
import type { JourneyState } from '../../api/types.js';

/** Which action is allowed in which state; the engine holds the same table. */
export const ALLOWED: Readonly<Record<JourneyAction | 'delete', readonly JourneyState[]>> = {
  pause: ['live'],
  resume: ['paused'],
  duplicate: ['draft', 'live', 'paused', 'archived'],
  archive: ['live', 'paused'],
  delete: ['draft', 'archived'],
};

export function isAllowed(action: JourneyAction | 'delete', state: JourneyState): boolean {
  return ALLOWED[action].includes(state);
}
