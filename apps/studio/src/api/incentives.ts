import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from './client.js';
import type { ChainCheck, Collection, CouponCode, CouponPool, Id, InboxMessage, Mint, Page } from './types.js';

export const couponPoolsQuery = queryOptions({
  queryKey: ['coupon-pools'],
  queryFn: async ({ signal }) => items(await api.get<Items<CouponPool>>('/api/coupon-pools', { signal })),
});

export const couponPoolQuery = (id: Id) =>
  queryOptions({
    queryKey: ['coupon-pools', id],
    queryFn: ({ signal }) => api.get<CouponPool>('/api/coupon-pools/{id}', { path: { id }, signal }),
  });

export type CodeState = CouponCode['state'];

export const couponCodesQuery = (id: Id, state: CodeState | undefined) =>
  infiniteQueryOptions({
    queryKey: ['coupon-pools', id, 'codes', state ?? null],
    queryFn: ({ pageParam, signal }) =>
      api.get<Page<CouponCode>>('/api/coupon-pools/{id}/codes', { path: { id }, query: { state, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
  });

export interface CouponPoolDraft {
  readonly name: string;
  readonly description?: string | undefined;
  readonly perContactLimit?: number | undefined;
  readonly validFrom?: number | null;
  readonly validUntil?: number | null;
  readonly validDays?: number | null;
  readonly state?: 'open' | 'closed';
}

export function useSaveCouponPool() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, ...pool }: Partial<CouponPoolDraft> & { id?: Id }) =>
      id === undefined
        ? api.post<CouponPool>('/api/coupon-pools', { body: pool })
        : api.patch<CouponPool>('/api/coupon-pools/{id}', { path: { id }, body: pool }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['coupon-pools'] }),
  });
}

export type NewCodes =
  | { readonly codes: readonly string[] }
  | { readonly generate: { readonly count: number; readonly prefix: string; readonly length: number } };

export function useAddCodes(id: Id) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (codes: NewCodes) =>
      api.post<{ added: number; duplicates: number }>('/api/coupon-pools/{id}/codes', { path: { id }, body: codes }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['coupon-pools'] }),
  });
}

export function useRedeem(id: Id) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (code: string) => api.post('/api/coupon-pools/{id}/redeem', { path: { id }, body: { code } }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['coupon-pools'] }),
  });
}

export const collectionsQuery = queryOptions({
  queryKey: ['collections'],
  queryFn: async ({ signal }) => items(await api.get<Items<Collection>>('/api/collections', { signal })),
});

export const collectionQuery = (id: Id) =>
  queryOptions({
    queryKey: ['collections', id],
    queryFn: ({ signal }) => api.get<Collection>('/api/collections/{id}', { path: { id }, signal }),
  });

export const mintsQuery = (id: Id) =>
  infiniteQueryOptions({
    queryKey: ['collections', id, 'mints'],
    queryFn: ({ pageParam, signal }) =>
      api.get<Page<Mint>>('/api/collections/{id}/mints', { path: { id }, query: { cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
  });

export interface CollectionDraft {
  readonly name: string;
  readonly description?: string;
  readonly imageUrl?: string;
  readonly supply?: number | null;
  readonly transferable?: boolean;
}

export function useCreateCollection() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (collection: CollectionDraft) => api.post<Collection>('/api/collections', { body: collection }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['collections'] }),
  });
}

/** Recomputes the whole chain of hashes on the engine. */
export function verifyChain(id: Id) {
  return api.get<ChainCheck>('/api/collections/{id}/verify', { path: { id } });
}

export const inboxQuery = (filter: { search?: string | undefined; contactId?: Id | undefined }) =>
  infiniteQueryOptions({
    queryKey: ['inbox', filter],
    queryFn: ({ pageParam, signal }) =>
      api.get<Page<InboxMessage>>('/api/inbox', { query: { ...filter, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
    placeholderData: (previous) => previous,
    refetchInterval: 10_000,
  });

type Items<T> = readonly T[] | { readonly items: readonly T[] };

function items<T>(answer: Items<T>): readonly T[] {
  return 'items' in answer ? answer.items : answer;
}
