import { useQuery } from '@tanstack/react-query';
import { sessionQuery } from '../../api/session.js';

/** Whether this person may repair and halt; who may only look sees no buttons for it. */
export function useMayEdit(): boolean {
  const { data } = useQuery(sessionQuery);
  return data !== undefined && data !== null && data.role !== 'viewer';
}
