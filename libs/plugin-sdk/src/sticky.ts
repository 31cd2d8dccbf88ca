import { unitOf } from '@sojourn/kernel';

/**
 * The number in [0, 1) behind `visit.sticky(salt)`: fixed by contact and salt. Whoever runs nodes uses this one,
 * so that a contact keeps its arm in the engine, the simulator and a plugin's spec alike.
 */
export function stickyOf(contactId: number, salt: string): number {
  return unitOf(`${salt}:${contactId}`);
}
