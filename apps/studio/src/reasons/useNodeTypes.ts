import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { nodeTypesQuery } from '../api/journeys.js';
import type { NodeTypes } from './reasons.js';

/** Empty until they are there: reasons then show their codes for a blink. */
export function useNodeTypes(): NodeTypes {
  const { data } = useQuery(nodeTypesQuery);
  return useMemo(() => new Map((data ?? []).map((manifest) => [manifest.name, manifest])), [data]);
}
