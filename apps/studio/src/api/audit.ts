import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { answer, api } from './client.js';
import type { components } from './schema.js';

export type AuditEntry = components['schemas']['AuditEntry'];

export const auditQuery = infiniteQueryOptions({
  queryKey: ['audit'],
  queryFn: ({ pageParam, signal }) =>
    answer(api.GET('/api/audit', { params: { query: { cursor: pageParam } }, signal })),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (last) => last.next ?? undefined,
});

/** Reads the whole trail: asked for by hand. */
export const auditCheckQuery = queryOptions({
  queryKey: ['audit', 'check'],
  queryFn: ({ signal }) => answer(api.GET('/api/audit/verify', { signal })),
  enabled: false,
});
