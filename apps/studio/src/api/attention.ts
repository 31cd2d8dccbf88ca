import {
  infiniteQueryOptions,
  keepPreviousData,
  queryOptions,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query';
import { answer, api } from './client.js';
import type { Id } from './types.js';
import type { components } from './schema.js';

type Schema = components['schemas'];
export type ParkedRun = Schema['ParkedRunView'];
export type ParkedPage = Schema['ParkedPage'];
export type RepairRequest = Schema['RepairRequest'];
export type RepairAction = RepairRequest['action'];
export type RepairResult = Schema['RepairResult'];
export type Delivery = Schema['DeliveryView'];
export type DeliveryState = Delivery['state'];
export type ChannelSummary = Schema['ChannelSummary'];
export type ChannelView = Schema['ChannelView'];
export type ChannelChange = Schema['ChannelChange'];
export type ReconcileAs = Schema['ReconcileRequest']['as'];

/** The engine takes so many runs or deliveries at once. */
export const MOST_AT_ONCE = 1_000;

export interface ParkedFilter {
  readonly journey?: Id | undefined;
  readonly node?: string | undefined;
  readonly search?: string | undefined;
}

export const parkedRunsQuery = (filter: ParkedFilter) =>
  infiniteQueryOptions({
    queryKey: ['parked-runs', filter],
    queryFn: ({ pageParam, signal }) =>
      answer(api.GET('/api/runs/quarantined', { params: { query: { ...filter, cursor: pageParam } }, signal })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
    placeholderData: keepPreviousData,
    refetchInterval: 10_000,
  });

/** As many as can be repaired at once, for "select all". */
export function firstParked(filter: ParkedFilter): Promise<ParkedPage> {
  return answer(api.GET('/api/runs/quarantined', { params: { query: { ...filter, limit: MOST_AT_ONCE } } }));
}

/** One parked run; null when it is not parked any more. */
export const parkedRunQuery = (run: Id) =>
  queryOptions({
    queryKey: ['parked-runs', 'one', run],
    queryFn: async ({ signal }) =>
      (await answer(api.GET('/api/runs/quarantined', { params: { query: { run } }, signal }))).items[0] ?? null,
  });

/** How many runs and deliveries wait for a person. */
export const attentionQuery = queryOptions({
  queryKey: ['attention'],
  queryFn: async ({ signal }) => {
    const [parked, { items }] = await Promise.all([
      answer(api.GET('/api/runs/quarantined', { params: { query: { limit: 1 } }, signal })),
      answer(api.GET('/api/deliveries/summary', { signal })),
    ]);
    return { parked: parked.total, deliveries: items.reduce((sum, { unknown, dead }) => sum + unknown + dead, 0) };
  },
  refetchInterval: 15_000,
  staleTime: 5_000,
});

export function useRepair() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (request: RepairRequest) => answer(api.POST('/api/runs/repair', { body: request })),
    onSuccess: () =>
      Promise.all(
        ['parked-runs', 'attention', 'overview', 'contact', 'journey-counts', 'journey-runs'].map((key) =>
          client.invalidateQueries({ queryKey: [key] }),
        ),
      ),
  });
}

export interface DeliveryFilter {
  readonly state?: DeliveryState | undefined;
  readonly channel?: string | undefined;
}

export const deliveriesQuery = (filter: DeliveryFilter) =>
  infiniteQueryOptions({
    queryKey: ['deliveries', filter],
    queryFn: ({ pageParam, signal }) =>
      answer(api.GET('/api/deliveries', { params: { query: { ...filter, cursor: pageParam } }, signal })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
    placeholderData: keepPreviousData,
    refetchInterval: 10_000,
  });

export const deliverySummaryQuery = queryOptions({
  queryKey: ['delivery-summary'],
  queryFn: async ({ signal }) => (await answer(api.GET('/api/deliveries/summary', { signal }))).items,
  refetchInterval: 5_000,
});

export const channelsQuery = queryOptions({
  queryKey: ['channels'],
  queryFn: async ({ signal }) => (await answer(api.GET('/api/channels', { signal }))).items,
});

const DELIVERY_KEYS = ['deliveries', 'delivery-summary', 'channels', 'attention', 'overview'];

export function useRetryDeliveries() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (ids: Id[]) => answer(api.POST('/api/deliveries/retry', { body: { ids } })),
    onSuccess: () => Promise.all(DELIVERY_KEYS.map((key) => client.invalidateQueries({ queryKey: [key] }))),
  });
}

export function useReconcile() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { ids: Id[]; as: ReconcileAs }) => answer(api.POST('/api/deliveries/reconcile', { body })),
    onSuccess: () => Promise.all(DELIVERY_KEYS.map((key) => client.invalidateQueries({ queryKey: [key] }))),
  });
}

export function useChangeChannel() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ channel, change }: { channel: string; change: ChannelChange }) =>
      answer(api.PUT('/api/channels/{channel}', { params: { path: { channel } }, body: change })),
    onSuccess: () => Promise.all(DELIVERY_KEYS.map((key) => client.invalidateQueries({ queryKey: [key] }))),
  });
}
