import {
  infiniteQueryOptions,
  keepPreviousData,
  queryOptions,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query';
import { answer, api } from './client.js';
import type { CodeState, CouponPoolChange, Id, NewCodes, NewCollection, NewCouponPool } from './types.js';

export const couponPoolsQuery = queryOptions({
  queryKey: ['coupon-pools'],
  queryFn: async ({ signal }) => (await answer(api.GET('/api/coupon-pools', { signal }))).items,
});

export const couponPoolQuery = (id: Id) =>
  queryOptions({
    queryKey: ['coupon-pools', id],
    queryFn: ({ signal }) => answer(api.GET('/api/coupon-pools/{id}', { params: { path: { id } }, signal })),
    refetchInterval: 10_000,
  });

export const couponCodesQuery = (id: Id, state: CodeState | undefined) =>
  infiniteQueryOptions({
    queryKey: ['coupon-pools', id, 'codes', state ?? null],
    queryFn: ({ pageParam, signal }) =>
      answer(
        api.GET('/api/coupon-pools/{id}/codes', {
          params: { path: { id }, query: { state, cursor: pageParam } },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
    placeholderData: keepPreviousData,
  });

export function useCreateCouponPool() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: NewCouponPool) => answer(api.POST('/api/coupon-pools', { body })),
    onSuccess: () => client.invalidateQueries({ queryKey: ['coupon-pools'] }),
  });
}

export function useChangeCouponPool(id: Id) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: CouponPoolChange) =>
      answer(api.PATCH('/api/coupon-pools/{id}', { params: { path: { id } }, body })),
    onSuccess: () => client.invalidateQueries({ queryKey: ['coupon-pools'] }),
  });
}

export function useAddCodes(id: Id) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: NewCodes) =>
      answer(api.POST('/api/coupon-pools/{id}/codes', { params: { path: { id } }, body })),
    onSuccess: () => client.invalidateQueries({ queryKey: ['coupon-pools'] }),
  });
}

export function useRedeem(id: Id) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (code: string) =>
      answer(api.POST('/api/coupon-pools/{id}/redeem', { params: { path: { id } }, body: { code } })),
    onSuccess: () => client.invalidateQueries({ queryKey: ['coupon-pools'] }),
  });
}

export const collectionsQuery = queryOptions({
  queryKey: ['collections'],
  queryFn: async ({ signal }) => (await answer(api.GET('/api/collections', { signal }))).items,
});

export const collectionQuery = (id: Id) =>
  queryOptions({
    queryKey: ['collections', id],
    queryFn: ({ signal }) => answer(api.GET('/api/collections/{id}', { params: { path: { id } }, signal })),
  });

export const mintsQuery = (id: Id) =>
  infiniteQueryOptions({
    queryKey: ['collections', id, 'mints'],
    queryFn: ({ pageParam, signal }) =>
      answer(
        api.GET('/api/collections/{id}/mints', { params: { path: { id }, query: { cursor: pageParam } }, signal }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
  });

export function useCreateCollection() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: NewCollection) => answer(api.POST('/api/collections', { body })),
    onSuccess: () => client.invalidateQueries({ queryKey: ['collections'] }),
  });
}

/** The engine computes every hash of the chain again. */
export function verifyChain(id: Id) {
  return answer(api.GET('/api/collections/{id}/verify', { params: { path: { id } } }));
}

export interface InboxFilter {
  readonly search?: string | undefined;
  readonly contactId?: Id | undefined;
}

export const inboxQuery = (filter: InboxFilter) =>
  infiniteQueryOptions({
    queryKey: ['inbox', filter],
    queryFn: ({ pageParam, signal }) =>
      answer(api.GET('/api/inbox', { params: { query: { ...filter, cursor: pageParam } }, signal })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
    placeholderData: keepPreviousData,
    refetchInterval: 10_000,
  });
