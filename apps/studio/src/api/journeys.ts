import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from './client.js';
import type {
  Id, Issue, JourneyCounts, JourneyDocument, JourneyRow, JourneyState, JourneyVersionRow, JourneyView, Manifest, Page, RunRow,
} from './types.js'; // prettier-ignore

export const nodeTypesQuery = queryOptions({
  queryKey: ['node-types'],
  queryFn: ({ signal }) => api.get<readonly Manifest[]>('/api/node-types', { signal }),
  staleTime: Infinity,
});

export interface JourneyFilter {
  readonly search?: string;
  readonly state?: JourneyState;
}

export const journeysQuery = (filter: JourneyFilter = {}) =>
  queryOptions({
    queryKey: ['journeys', filter],
    queryFn: ({ signal }) =>
      api.get<{ items: readonly JourneyRow[]; total: number }>('/api/journeys', { query: { ...filter }, signal }),
    placeholderData: (previous) => previous,
    refetchInterval: 10_000,
  });

export const journeyQuery = (id: Id) =>
  queryOptions({
    queryKey: ['journey', id],
    queryFn: ({ signal }) => api.get<JourneyView>('/api/journeys/{id}', { path: { id }, signal }),
    // The editor holds the draft; fetching behind its back would fight with the hand that draws.
    staleTime: Infinity,
    gcTime: 0,
  });

export const journeyCountsQuery = (id: Id, version?: number) =>
  queryOptions({
    queryKey: ['journey-counts', id, version ?? null],
    queryFn: ({ signal }) => api.get<JourneyCounts>('/api/journeys/{id}/counts', { path: { id }, query: { version }, signal }),
    refetchInterval: 3_000,
  });

export const journeyVersionsQuery = (id: Id) =>
  queryOptions({
    queryKey: ['journey-versions', id],
    queryFn: ({ signal }) => api.get<readonly JourneyVersionRow[]>('/api/journeys/{id}/versions', { path: { id }, signal }),
  });

export const journeyVersionQuery = (id: Id, number: number) =>
  queryOptions({
    queryKey: ['journey-version', id, number],
    queryFn: ({ signal }) =>
      api.get<{ number: number; document: JourneyDocument; publishedAt: number }>('/api/journeys/{id}/versions/{number}', {
        path: { id, number },
        signal,
      }),
    staleTime: Infinity,
  });

export const journeyRunsQuery = (id: Id, filter: { node?: string; state?: string; cursor?: string } = {}) =>
  queryOptions({
    queryKey: ['journey-runs', id, filter],
    queryFn: ({ signal }) => api.get<Page<RunRow>>('/api/journeys/{id}/runs', { path: { id }, query: filter, signal }),
  });

export function useCreateJourney() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { name: string; document?: JourneyDocument }) => api.post<JourneyView>('/api/journeys', { body }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['journeys'] }),
  });
}

/** Answers 409 `journey.stale-revision` when somebody else saved in between. */
export function saveDraft(id: Id, draft: { document: JourneyDocument; revision: number }, signal?: AbortSignal) {
  return api.put<{ revision: number; issues: readonly Issue[] }>('/api/journeys/{id}/draft', { path: { id }, body: draft, signal });
}

/** Answers 422 `journey.invalid` with the issues as details. */
export function publishJourney(id: Id, revision: number) {
  return api.post<{ version: { id: Id; number: number } }>('/api/journeys/{id}/publish', { path: { id }, body: { revision } });
}

export type JourneyAction = 'pause' | 'resume' | 'archive' | 'duplicate';

export function useJourneyAction() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, action }: { id: Id; action: JourneyAction }) =>
      api.post<JourneyView>(`/api/journeys/{id}/${action}`, { path: { id }, body: {} }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['journeys'] }),
  });
}

export function useDeleteJourney() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: Id) => api.delete('/api/journeys/{id}', { path: { id } }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['journeys'] }),
  });
}

export function addEntries(id: Id, who: { userIds?: readonly string[]; contactIds?: readonly Id[] }) {
  return api.post<{ admitted: number; refused: readonly { userId?: string; contactId?: Id; code: string }[] }>(
    '/api/journeys/{id}/entries',
    { path: { id }, body: who },
  );
}

export interface MessagePreview {
  readonly subject?: string;
  readonly html?: string;
  readonly text?: string;
  readonly issues: readonly Issue[];
}

export function previewMessage(
  body: { channel: string; content: unknown; contactId?: Id; variables?: Record<string, unknown> },
  signal?: AbortSignal,
) {
  return api.post<MessagePreview>('/api/messages/preview', { body, signal });
}
