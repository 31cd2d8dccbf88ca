import { createCountsStore, NO_COUNTS, type CountsStore } from '@sojourn/canvas';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { journeyCountsQuery, type JourneyCounts } from '../../../api/index.js';

const EVERY_MS = 2_000;

/** Polls the numbers of a version while they are shown and the page is seen, and hands them to the canvas. */
export function useLiveCounts(
  journeyId: number,
  version: number | undefined,
  shown: boolean,
): { counts: CountsStore; live: JourneyCounts | undefined; stale: boolean } {
  const counts = useMemo(createCountsStore, []);
  const enabled = shown && version !== undefined;
  const { data, isError } = useQuery({
    ...journeyCountsQuery(journeyId, version),
    enabled,
    refetchInterval: EVERY_MS,
    refetchIntervalInBackground: false,
  });
  const live = enabled ? data : undefined;
  useEffect(() => {
    counts.setState(live ? { shown: true, entered: live.entered, active: live.active, nodes: live.nodes } : NO_COUNTS);
  }, [counts, live]);
  return { counts, live, stale: isError };
}
