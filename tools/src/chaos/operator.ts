import { systemClock } from '@sojourn/kernel';
import type { AppendLog } from './append-log.js';
import { pause } from './ports.js';
import type { Session, Tenants } from './setup.js';

/** Calls that a lane of tenant b may make: so many a second, and so many at once. */
export const LIMIT = { perSecond: 2, burst: 2 } as const;
/** Longer than the five seconds within which a halt must be heard. */
const HALT_MS = 8_000;

/**
 * Somebody with a hand on the switch: halts all webhooks of tenant a for a while, then lets them go on. What was confirmed is written
 * down: from when on it was halted for sure, and until when.
 */
export async function operate(session: Session, tenants: Tenants, log: AppendLog, afterMs: number): Promise<void> {
  await pause(afterMs);
  await insist(() => session.send('PUT', '/api/session/workspace', { workspaceId: tenants.ids['a'] }));
  await insist(() => session.send('PUT', '/api/channels/webhook', { halted: true }));
  log.add({ kind: 'halted', tenant: 'a', channel: 'webhook', at: systemClock.now() });
  await pause(HALT_MS);
  log.add({ kind: 'releasing', tenant: 'a', channel: 'webhook', at: systemClock.now() });
  await insist(() => session.send('PUT', '/api/channels/webhook', { halted: false }));
  log.add({ kind: 'released', tenant: 'a', channel: 'webhook', at: systemClock.now() });
}

/** The API may be dead at the moment. */
async function insist(ask: () => Promise<unknown>): Promise<void> {
  for (;;) {
    try {
      await ask();
      return;
    } catch {
      await pause(300);
    }
  }
}
