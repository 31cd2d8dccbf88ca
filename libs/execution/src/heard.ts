import type { Walk } from './walk.js';

/**
 * Up to which event this wake has heard of its contact. A run that an event woke or let in has heard nothing later
 * than that event, even when later ones were routed before its turn came: the commit looks for them.
 */
export function heardUpTo({ run, known, heard, moves }: Walk): number {
  if (heard !== undefined && moves === 0) return heard;
  if (run.pending.kind === 'event') return run.pending.eventId;
  if (run.pending.kind === 'arrived' && run.entryEventId !== null) return run.entryEventId;
  return known.lastEventId;
}
