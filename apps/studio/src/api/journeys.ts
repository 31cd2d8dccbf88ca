import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { answer, api } from './client.js';
import type { Id, JourneyCounts, JourneyDocument, JourneyState, JourneyVersion, JourneyView } from './types.js';

export const nodeTypesQuery = queryOptions({
  queryKey: ['node-types'],
  queryFn: ({ signal }) => answer(api.GET('/api/node-types', { signal })),
  staleTime: Infinity,
});

/** The same for one drawing (the draft, or a version of it): each plugin in the version that it pins. Asked again, for plugins come, go and are switched off. */
export const journeyNodeTypesQuery = (journey: Id, version?: number) =>
  queryOptions({
    queryKey: ['node-types', journey, version ?? null],
    queryFn: ({ signal }) =>
      answer(
        api.GET('/api/node-types', {
          params: { query: { journey, ...(version !== undefined && { version }) } },
          signal,
        }),
      ),
    staleTime: 10_000,
    refetchInterval: 30_000,
  });

export interface JourneyFilter {
  readonly search?: string | undefined;
  readonly state?: JourneyState | undefined;
}

export const journeysQuery = (filter: JourneyFilter = {}) =>
  queryOptions({
    queryKey: ['journeys', filter],
    queryFn: ({ signal }) => answer(api.GET('/api/journeys', { params: { query: { ...filter } }, signal })),
    placeholderData: (previous) => previous,
    refetchInterval: 10_000,
  });

export const journeyQuery = (id: Id) =>
  queryOptions({
    queryKey: ['journey', id],
    queryFn: async ({ signal }) =>
      journeyView(await answer(api.GET('/api/journeys/{id}', { params: { path: { id } }, signal }))),
    // The editor holds the draft; fetching behind its back would fight with the hand that draws.
    staleTime: Infinity,
    gcTime: 0,
  });

export const journeyCountsQuery = (id: Id, version?: number) =>
  queryOptions({
    queryKey: ['journey-counts', id, version ?? null],
    queryFn: async ({ signal }) =>
      (await answer(
        api.GET('/api/journeys/{id}/counts', { params: { path: { id }, query: version ? { version } : {} }, signal }),
      )) as JourneyCounts, // `nodes` is a map whose values OpenAPI names and the generator leaves open.
    refetchInterval: 3_000,
  });

export const journeyVersionsQuery = (id: Id) =>
  queryOptions({
    queryKey: ['journey-versions', id],
    queryFn: async ({ signal }) =>
      (await answer(api.GET('/api/journeys/{id}/versions', { params: { path: { id } }, signal }))).items,
  });

export const journeyVersionQuery = (id: Id, number: number) =>
  queryOptions({
    queryKey: ['journey-version', id, number],
    queryFn: async ({ signal }) =>
      (await answer(
        api.GET('/api/journeys/{id}/versions/{number}', { params: { path: { id, number } }, signal }),
      )) as unknown as JourneyVersion, // the document's shape is the journey room's
    staleTime: Infinity,
  });

export interface RunFilter {
  readonly node?: string;
  readonly state?: 'active' | 'paused' | 'ended' | 'quarantined';
  readonly cursor?: string;
}

export const journeyRunsQuery = (id: Id, filter: RunFilter = {}) =>
  queryOptions({
    queryKey: ['journey-runs', id, filter],
    queryFn: ({ signal }) =>
      answer(api.GET('/api/journeys/{id}/runs', { params: { path: { id }, query: { ...filter } }, signal })),
  });

export function useCreateJourney() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ name, document }: { name: string; document?: JourneyDocument }) =>
      journeyView(
        await answer(api.POST('/api/journeys', { body: { name, ...(document ? { document: open(document) } : {}) } })),
      ),
    onSuccess: () => client.invalidateQueries({ queryKey: ['journeys'] }),
  });
}

/** Answers 409 `journey.stale-revision` when somebody else saved in between. */
export function saveDraft(id: Id, draft: { document: JourneyDocument; revision: number }, signal?: AbortSignal) {
  return answer(
    api.PUT('/api/journeys/{id}/draft', {
      params: { path: { id } },
      body: { document: open(draft.document), revision: draft.revision },
      ...(signal ? { signal } : {}),
    }),
  );
}

/** Answers 422 `journey.invalid` with the issues as details. */
export function publishJourney(id: Id, revision: number) {
  return answer(api.POST('/api/journeys/{id}/publish', { params: { path: { id } }, body: { revision } }));
}

export type JourneyAction = 'pause' | 'resume' | 'archive' | 'duplicate';

export function useJourneyAction() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ id, action }: { id: Id; action: JourneyAction }) => {
      const params = { params: { path: { id } } };
      const call = {
        pause: () => api.POST('/api/journeys/{id}/pause', params),
        resume: () => api.POST('/api/journeys/{id}/resume', params),
        archive: () => api.POST('/api/journeys/{id}/archive', params),
        duplicate: () => api.POST('/api/journeys/{id}/duplicate', params),
      }[action];
      return journeyView(await answer(call()));
    },
    onSuccess: () => client.invalidateQueries({ queryKey: ['journeys'] }),
  });
}

/** Drafts and archived journeys only. */
export function useDeleteJourney() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: Id) => answer(api.DELETE('/api/journeys/{id}', { params: { path: { id } } })),
    onSuccess: () => client.invalidateQueries({ queryKey: ['journeys'] }),
  });
}

export function addEntries(id: Id, who: { userIds?: string[]; contactIds?: Id[] }) {
  return answer(api.POST('/api/journeys/{id}/entries', { params: { path: { id } }, body: who }));
}

export function previewMessage(
  body: {
    channel: string;
    content: { subject?: string; body: string; format: 'text' | 'mjml' };
    contactId?: Id;
    variables?: Record<string, unknown>;
  },
  signal?: AbortSignal,
) {
  return answer(api.POST('/api/messages/preview', { body, ...(signal ? { signal } : {}) }));
}

function journeyView(view: object): JourneyView {
  // The document's shape is the journey room's; OpenAPI knows it only as an object.
  return view as JourneyView;
}

function open(document: JourneyDocument): Record<string, unknown> {
  return document as unknown as Record<string, unknown>; // an interface has no index signature
}
