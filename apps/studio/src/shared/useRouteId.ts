import { useParams } from 'react-router';

/** The numeric id in the address; -1, which no row has, when it is none. */
export function useRouteId(): number {
  const id = Number(useParams()['id']);
  return Number.isSafeInteger(id) && id > 0 ? id : -1;
}
