import { useQuery } from '@tanstack/react-query';
import { sessionQuery } from '../../api/session.js';

/** Whether this person may install, grant and switch; who may not sees everything and no buttons for it. */
export function useMayInstall(): boolean {
  const { data } = useQuery(sessionQuery);
  return data?.role === 'admin' || data?.role === 'owner';
}
