import type { ShadowContact, ShadowRun } from './rows.js';

/**
 * Nothing that the contact did up to a moment is still unheard. What time does comes after what the contact did, at equal
 * instants too. Only the first signal counts, as signals go in the order of arrival; so one of both can always go on.
 */
export function nothingUnheard(contact: ShadowContact | undefined, dueAt: number): boolean {
  const first = contact?.signals[0];
  return first === undefined || first.receivedAt > dueAt;
}

/** Runs that time wakes, not an event, a receipt or their own arrival. */
export function isWokenByTime({ pending }: ShadowRun): boolean {
  return pending.kind === 'timer' || pending.kind === 'retry';
}
