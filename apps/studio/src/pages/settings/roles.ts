import type { Role } from '../../api/types.js';

/** Who may change a workspace's settings and keys; the engine asks the same. */
export function canAdminister(role: Role | undefined): boolean {
  return role === 'owner' || role === 'admin';
}
