import { infiniteQueryOptions, keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from './client.js';
import type { AttributeRow, ContactRow, ContactRun, ContactView, EventTypeRow, Id, Page, TagRow } from './types.js';
import type { TimelineItem } from './timeline.js';

export interface ContactFilter {
  readonly search?: string | undefined;
  readonly tag?: string | undefined;
}

export const contactsQuery = (filter: ContactFilter) =>
  infiniteQueryOptions({
    queryKey: ['contacts', filter],
    queryFn: ({ pageParam, signal }) =>
      api.get<Page<ContactRow>>('/api/contacts', { query: { ...filter, cursor: pageParam, limit: 50 }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
    placeholderData: keepPreviousData,
  });

export const contactQuery = (id: Id) =>
  queryOptions({
    queryKey: ['contact', id],
    queryFn: ({ signal }) => api.get<ContactView>('/api/contacts/{id}', { path: { id }, signal }),
  });

export const timelineQuery = (id: Id) =>
  infiniteQueryOptions({
    queryKey: ['contact', id, 'timeline'],
    queryFn: ({ pageParam, signal }) =>
      api.get<Page<TimelineItem>>('/api/contacts/{id}/timeline', { path: { id }, query: { cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
  });

export const contactRunsQuery = (id: Id) =>
  queryOptions({
    queryKey: ['contact', id, 'runs'],
    queryFn: ({ signal }) => api.get<readonly ContactRun[]>('/api/contacts/{id}/runs', { path: { id }, signal }),
  });

/** Lists for pickers: kept for a minute, since they are asked for at every keystroke's distance. */
const LIST = { staleTime: 60_000 } as const;

export const eventTypesQuery = queryOptions({
  queryKey: ['event-types'],
  queryFn: ({ signal }) => api.get<readonly EventTypeRow[]>('/api/event-types', { signal }),
  ...LIST,
});

export const attributesQuery = queryOptions({
  queryKey: ['attributes'],
  queryFn: ({ signal }) => api.get<readonly AttributeRow[]>('/api/attributes', { signal }),
  ...LIST,
});

export const tagsQuery = queryOptions({
  queryKey: ['tags'],
  queryFn: ({ signal }) => api.get<readonly TagRow[]>('/api/tags', { signal }),
  ...LIST,
});

export interface ContactChange {
  readonly attributes?: Readonly<Record<string, unknown>>;
  readonly tags?: { readonly add?: readonly string[]; readonly remove?: readonly string[] };
}

export function useChangeContact(id: Id) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (change: ContactChange) => api.patch<ContactView>('/api/contacts/{id}', { path: { id }, body: change }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['contact', id] }),
  });
}

export interface NewContact {
  readonly userId?: string;
  readonly name?: string;
  readonly email?: string;
  readonly phone?: string;
}

export function useCreateContact() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (contact: NewContact) => api.post<ContactView>('/api/contacts', { body: contact }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['contacts'] }),
  });
}
