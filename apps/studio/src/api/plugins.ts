import { keepPreviousData, queryOptions, useMutation, useQueryClient, type QueryClient } from '@tanstack/react-query';
import type { Capability } from '@sojourn/canvas';
import { answer, api } from './client.js';
import type { components } from './schema.js';

export type { Capability, NodeKind } from '@sojourn/canvas';

type Schema = components['schemas'];
/** Capabilities are the plugin contract's; OpenAPI knows all their parts in one loose shape. */
type Strict<View, Lists extends keyof View> = Omit<View, Lists> & { readonly [list in Lists]: readonly Capability[] };

export type Risk = Schema['PluginView']['risk'];
/** `active` runs; every other state says why it does not. */
export type PluginState = Schema['PluginView']['state'];
export type PluginNodeRow = Schema['PluginNodeDto'];
export type PluginRow = Strict<Schema['PluginView'], 'capabilities' | 'granted'>;
export type AvailableRow = Schema['AvailablePlugin'];
export type Inspection = Strict<Schema['Inspection'], 'capabilities'>;
export type PluginUsage = Schema['UsageView'];
export type GrantRow = Strict<Schema['GrantEntry'], 'capabilities'>;
export type PluginVersionRow = Schema['PluginVersionView'];
export type PublisherRow = Schema['PublisherView'];
export type RevocationRow = Schema['RevocationView'];

export const pluginsQuery = queryOptions({
  queryKey: ['plugins'],
  queryFn: async ({ signal }) =>
    (await answer(api.GET('/api/plugins', { signal }))).items as unknown as readonly PluginRow[], // see Strict
  refetchInterval: 15_000,
});

/** `page` from 1. */
export const availablePluginsQuery = (q: string | undefined, page: number) =>
  queryOptions({
    queryKey: ['plugins', 'available', q ?? '', page],
    queryFn: ({ signal }) =>
      answer(
        api.GET('/api/plugins/available', {
          params: { query: { ...(q !== undefined && { q }), page: page - 1 } },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    retry: false,
  });

/** Fetches an exact version, checks it and says what it asks for. Nothing is installed by it. */
export const inspectionQuery = (name: string, version: string) =>
  queryOptions({
    queryKey: ['plugin-inspection', name, version],
    queryFn: async ({ signal }) =>
      (await answer(api.POST('/api/plugins/inspect', { body: { name, version }, signal }))) as unknown as Inspection, // see Strict
    staleTime: Infinity,
    retry: false,
  });

/** What was fetched or uploaded before, judged by what holds now. */
export const stagedQuery = (hash: string) =>
  queryOptions({
    queryKey: ['plugin-inspection', 'staged', hash],
    queryFn: async ({ signal }) =>
      (await answer(
        api.GET('/api/plugins/staged/{hash}', { params: { path: { hash } }, signal }),
      )) as unknown as Inspection, // see Strict
    staleTime: Infinity,
    retry: false,
  });

export function useUploadPlugin() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (file: Blob) =>
      (await answer(
        api.POST('/api/plugins/upload', {
          body: file as unknown as string, // a file is a text to OpenAPI
          bodySerializer: (body) => body,
          headers: { 'content-type': 'application/octet-stream' },
        }),
      )) as unknown as Inspection, // see Strict
    onSuccess: (inspection) => client.setQueryData(stagedQuery(inspection.staged).queryKey, inspection),
  });
}

export interface Consent {
  readonly hash: string;
  readonly capabilities: readonly Capability[];
  readonly trustKey?: boolean;
  readonly acknowledge: readonly string[];
}

/** First install, or an upgrade of what is there. */
export function useInstallPlugin() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ upgradeOf, ...consent }: Consent & { upgradeOf?: string }): Promise<unknown> => {
      const body = { ...consent, capabilities: loose(consent.capabilities), acknowledge: [...consent.acknowledge] };
      return upgradeOf === undefined
        ? answer(api.POST('/api/plugins/install', { body }))
        : answer(api.POST('/api/plugins/{plugin}/upgrade', { params: { path: { plugin: upgradeOf } }, body }));
    },
    onSuccess: () => changed(client),
  });
}

/** The version that waits for consent, by its hash, is not wanted here; the one that is installed goes on. */
export function useRefuseUpgrade(plugin: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (hash: string) =>
      answer(api.POST('/api/plugins/{plugin}/pending/refuse', { params: { path: { plugin } }, body: { hash } })),
    onSuccess: () => changed(client),
  });
}

export function usePluginSwitch(plugin: string) {
  const client = useQueryClient();
  const params = { params: { path: { plugin } } };
  return useMutation({
    mutationFn: (to: 'enable' | 'disable') =>
      answer(
        to === 'enable'
          ? api.POST('/api/plugins/{plugin}/enable', params)
          : api.POST('/api/plugins/{plugin}/disable', params),
      ),
    onSuccess: () => changed(client),
  });
}

export function useUninstallPlugin(plugin: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => answer(api.DELETE('/api/plugins/{plugin}', { params: { path: { plugin } } })),
    onSuccess: () => changed(client),
  });
}

export function useGrantPlugin(plugin: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (capabilities: readonly Capability[]) =>
      answer(
        api.PUT('/api/plugins/{plugin}/grant', {
          params: { path: { plugin } },
          body: { capabilities: loose(capabilities) },
        }),
      ),
    onSuccess: () => changed(client),
  });
}

export const pluginUsageQuery = (plugin: string) =>
  queryOptions({
    queryKey: ['plugin', plugin, 'usage'],
    queryFn: ({ signal }) => answer(api.GET('/api/plugins/{plugin}/usage', { params: { path: { plugin } }, signal })),
  });

export const pluginGrantsQuery = (plugin: string) =>
  queryOptions({
    queryKey: ['plugin', plugin, 'grants'],
    queryFn: async ({ signal }) =>
      (await answer(api.GET('/api/plugins/{plugin}/grants', { params: { path: { plugin } }, signal })))
        .items as unknown as readonly GrantRow[], // see Strict
  });

export const pluginVersionsQuery = (plugin: string) =>
  queryOptions({
    queryKey: ['plugin', plugin, 'versions'],
    queryFn: async ({ signal }) =>
      (await answer(api.GET('/api/plugins/{plugin}/versions', { params: { path: { plugin } }, signal }))).items,
  });

export const publishersQuery = queryOptions({
  queryKey: ['plugins', 'publishers'],
  queryFn: async ({ signal }) => (await answer(api.GET('/api/publishers', { signal }))).items,
});

export function useForgetPublisher() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (publisher: string) =>
      answer(api.DELETE('/api/publishers/{publisher}', { params: { path: { publisher } } })),
    onSuccess: () => client.invalidateQueries({ queryKey: ['plugins', 'publishers'] }),
  });
}

export const revocationsQuery = queryOptions({
  queryKey: ['plugins', 'revocations'],
  queryFn: ({ signal }) => answer(api.GET('/api/plugins/revocations', { signal })),
});

export function useRefreshRevocations() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => answer(api.POST('/api/plugins/revocations/refresh')),
    onSuccess: () => changed(client),
  });
}

/** Where a plugin's own icon comes from; an SVG, to be shown as a picture and never as markup. */
export function pluginIconAddress(hash: string, theme: 'light' | 'dark'): string {
  return `/api/plugins/icons/${hash}/${theme}`;
}

/** What the engine said about a capability (`isNew`, `granted`) is not part of what is granted. */
function loose(capabilities: readonly Capability[]): Schema['CapabilityDto'][] {
  return (capabilities as unknown as readonly Schema['CapabilityDto'][]).map(
    ({ isNew: _new, granted: _granted, ...rest }) => rest,
  );
}

/** Who installs, grants or switches changes lists, palettes and ghosts at once; what was inspected is judged anew when it is looked at. */
async function changed(client: QueryClient): Promise<void> {
  void client.invalidateQueries({ queryKey: ['plugin-inspection'], refetchType: 'none' });
  await Promise.all(
    ['plugins', 'plugin', 'node-types', 'plugin-upgrades'].map((key) => client.invalidateQueries({ queryKey: [key] })),
  );
}
