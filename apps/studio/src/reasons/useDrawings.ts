import { useQueries } from '@tanstack/react-query';
import { journeyVersionQuery } from '../api/journeys.js';
import { drawingOf, type Drawing } from './drawing.js';

interface VersionName {
  readonly journeyId: number;
  readonly version: number;
}

/** The published drawings of these versions; they never change, so each is fetched once. */
export function useDrawings(names: readonly VersionName[]): (name: VersionName | undefined) => Drawing {
  const wanted = [...new Map(names.map((name) => [keyOf(name), name])).values()];
  const found = useQueries({
    queries: wanted.map(({ journeyId, version }) => journeyVersionQuery(journeyId, version)),
  });
  return (name) => {
    const index = name ? wanted.findIndex((one) => keyOf(one) === keyOf(name)) : -1;
    return drawingOf(found[index]?.data?.document);
  };
}

function keyOf({ journeyId, version }: VersionName): string {
  return `${journeyId} ${version}`;
}
