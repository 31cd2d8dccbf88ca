import {
  infiniteQueryOptions,
  keepPreviousData,
  queryOptions,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query';
import { answer, api } from './client.js';
import type { ContactChange, Id, NewContact } from './types.js';

export interface ContactFilter {
  readonly search?: string | undefined;
  readonly tag?: string | undefined;
}

export const contactsQuery = (filter: ContactFilter) =>
  infiniteQueryOptions({
    queryKey: ['contacts', filter],
    queryFn: ({ pageParam, signal }) =>
      answer(api.GET('/api/contacts', { params: { query: { ...filter, cursor: pageParam, limit: 50 } }, signal })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
    placeholderData: keepPreviousData,
  });

export const contactQuery = (id: Id) =>
  queryOptions({
    queryKey: ['contact', id],
    queryFn: ({ signal }) => answer(api.GET('/api/contacts/{id}', { params: { path: { id } }, signal })),
  });

export const timelineQuery = (id: Id) =>
  infiniteQueryOptions({
    queryKey: ['contact', id, 'timeline'],
    queryFn: ({ pageParam, signal }) =>
      answer(
        api.GET('/api/contacts/{id}/timeline', { params: { path: { id }, query: { cursor: pageParam } }, signal }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
  });

export const contactRunsQuery = (id: Id) =>
  queryOptions({
    queryKey: ['contact', id, 'runs'],
    queryFn: ({ signal }) => answer(api.GET('/api/contacts/{id}/runs', { params: { path: { id } }, signal })),
  });

/** Lists for pickers: kept for a minute, since many fields of one form ask for them. */
const LIST = { staleTime: 60_000 } as const;

export const eventTypesQuery = queryOptions({
  queryKey: ['event-types'],
  queryFn: ({ signal }) => answer(api.GET('/api/event-types', { signal })),
  ...LIST,
});

export const attributesQuery = queryOptions({
  queryKey: ['attributes'],
  queryFn: ({ signal }) => answer(api.GET('/api/attributes', { signal })),
  ...LIST,
});

export const tagsQuery = queryOptions({
  queryKey: ['tags'],
  queryFn: ({ signal }) => answer(api.GET('/api/tags', { signal })),
  ...LIST,
});

export function useChangeContact(id: Id) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: ContactChange) => answer(api.PATCH('/api/contacts/{id}', { params: { path: { id } }, body })),
    onSuccess: (contact) => {
      client.setQueryData(contactQuery(id).queryKey, contact);
      void client.invalidateQueries({ queryKey: ['contacts'] });
      void client.invalidateQueries({ queryKey: ['tags'] });
    },
  });
}

export function useCreateContact() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: NewContact) => answer(api.POST('/api/contacts', { body })),
    onSuccess: () => client.invalidateQueries({ queryKey: ['contacts'] }),
  });
}
