import type { JourneyDocument } from '@sojourn/journey';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useRef } from 'react';
import { fetchTypings, type TypingsView } from '../../../api/workbench.js';

/** Before the workspace's own types are there, anything goes. */
const UNKNOWN = 'type Script = (contact: any, context: any, log: (...values: unknown[]) => void) => Promise<any>;';

export interface Typings {
  readonly typings: string;
  readonly view: TypingsView | undefined;
  readonly error: unknown;
  /** The fields the script names as it stands now; null when that cannot be told. */
  named(): Promise<readonly string[] | null>;
}

/**
 * Types for a script at its place in a drawing, made anew when something changes that they depend on: the ways to the node,
 * what lets runs in, declared outcomes, the fields it may read. The script's own text is none of these.
 */
export function useTypings(journey: number, node: string, document: JourneyDocument): Typings {
  const latest = useRef(document);
  latest.current = document;
  const key = useMemo(() => {
    const { entry, nodes, edges } = document;
    const plain = nodes.map(({ id, type, config }) => [id, type, { ...config, source: undefined }]);
    return JSON.stringify([entry.rules, plain, edges]);
  }, [document]);
  const query = useQuery({
    queryKey: ['workbench-typings', journey, node, key],
    queryFn: ({ signal }) => fetchTypings({ journey, node, document: latest.current }, signal),
    placeholderData: (previous) => previous,
    staleTime: 60_000,
  });
  return {
    typings: query.data?.typings ?? UNKNOWN,
    view: query.data,
    error: query.error,
    named: async () => (await fetchTypings({ journey, node, document: latest.current })).named,
  };
}
