import { keepPreviousData, queryOptions, useMutation, useQueryClient, type QueryClient } from '@tanstack/react-query';
import type { Capability, NodeKind } from '@sojourn/canvas';
import type { LocalText } from '../i18n/local-text.js';
import { ask } from './ask.js';

export type { Capability, NodeKind } from '@sojourn/canvas';

export type Risk = 'low' | 'medium' | 'high';
/** `active` runs; every other state says why it does not. */
export type PluginState = 'active' | 'disabled' | 'revoked' | 'corrupt' | 'missing' | 'no-consent';

export interface PluginNodeRow {
  readonly type: string;
  readonly title: LocalText;
  readonly kind: NodeKind;
  readonly icon: string;
}

export interface PluginRow {
  /** `acme.weather` */
  readonly id: string;
  /** Of the package on the registry. */
  readonly name: string;
  readonly title: LocalText;
  readonly description: LocalText;
  readonly publisher: string;
  readonly version: string;
  readonly hash: string;
  readonly state: PluginState;
  readonly risk: Risk;
  readonly installedAt: number;
  readonly installedBy: string | null;
  readonly origin: 'registry' | 'upload' | 'dev';
  /** Why it is of that risk, the gravest first. */
  readonly reasons: readonly LocalText[];
  readonly update: { readonly version: string } | null;
  readonly pending: {
    readonly version: string;
    readonly hash: string;
    readonly asksMore: readonly Capability[];
  } | null;
  readonly revoked: { readonly reason: LocalText; readonly at: number } | null;
  readonly hasIcon: boolean;
  readonly nodes: readonly PluginNodeRow[];
  readonly capabilities: readonly Capability[];
  readonly granted: readonly Capability[];
}

export interface AvailableRow {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly publisher: string;
  readonly date: number | null;
  readonly installed: string | null;
}

export interface Inspection {
  /** The hash by which the checked package is kept until it is installed. */
  readonly staged: string;
  readonly plugin: {
    readonly id: string;
    readonly name: string;
    readonly version: string;
    readonly title: LocalText;
    readonly description: LocalText;
    readonly publisher: string;
    readonly nodes: readonly PluginNodeRow[];
  };
  readonly key: {
    readonly id: string;
    readonly fingerprint: string;
    readonly known: boolean;
    readonly rotated: boolean;
  };
  readonly risk: Risk;
  readonly reasons: readonly LocalText[];
  /** Each must be acknowledged before it can be installed. */
  readonly warnings: readonly { readonly code: string; readonly message: LocalText }[];
  readonly capabilities: readonly (Capability & { readonly isNew?: boolean; readonly granted?: boolean })[];
  readonly data: { readonly reads: readonly string[]; readonly writes: readonly string[] };
  readonly isUpgradeOf: { readonly version: string; readonly hash: string } | null;
}

export interface PluginUsage {
  readonly inUse: boolean;
  readonly journeys: readonly {
    readonly id: number;
    readonly name: string;
    readonly state: string;
    readonly nodes: readonly string[];
    readonly versions: readonly {
      readonly number: number;
      readonly hash: string;
      /** Of the plugin. */
      readonly version: string;
      readonly people: number;
    }[];
  }[];
}

export interface GrantRow {
  readonly at: number;
  readonly by: string | null;
  readonly manifestHash: string;
  readonly version: string | null;
  readonly capabilities: readonly Capability[];
}

export interface PluginVersionRow {
  readonly version: string;
  readonly hash: string;
  readonly current: boolean;
  /** Was installed here once: drawings may be pinned to it. */
  readonly granted: boolean;
  readonly keyId: string;
  readonly at: number;
}

export interface PublisherRow {
  readonly publisher: string;
  readonly keyId: string;
  readonly fingerprint: string;
  readonly how: 'trusted' | 'rotated';
  readonly pinnedAt: number;
  readonly pinnedBy: string | null;
  readonly retiredAt: number | null;
}

export interface RevocationRow {
  readonly plugin: string;
  /** `*`: every version; null: exactly the bytes of `hash`. */
  readonly version: string | null;
  readonly hash: string | null;
  readonly reason: LocalText;
  readonly at: number;
  readonly installed: boolean;
}

export interface Revocations {
  readonly items: readonly RevocationRow[];
  /** Whether the operator has named a feed. */
  readonly configured: boolean;
  readonly checkedAt: number | null;
  /** Why the last look at the feed failed. */
  readonly error: string | null;
}

export const pluginsQuery = queryOptions({
  queryKey: ['plugins'],
  queryFn: ({ signal }) => ask<{ items: readonly PluginRow[] }>('GET', '/api/plugins', { signal }),
  select: ({ items }) => items,
  refetchInterval: 15_000,
});

/** `page` from 1. */
export const availablePluginsQuery = (q: string | undefined, page: number) =>
  queryOptions({
    queryKey: ['plugins', 'available', q ?? '', page],
    queryFn: ({ signal }) =>
      ask<{ items: readonly AvailableRow[]; total: number }>('GET', '/api/plugins/available', {
        query: { q, page: page - 1 },
        signal,
      }),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    retry: false,
  });

/** Fetches an exact version, checks it and says what it asks for. Nothing is installed by it. */
export const inspectionQuery = (name: string, version: string) =>
  queryOptions({
    queryKey: ['plugin-inspection', name, version],
    queryFn: ({ signal }) => ask<Inspection>('POST', '/api/plugins/inspect', { body: { name, version }, signal }),
    staleTime: Infinity,
    retry: false,
  });

/** What an uploaded file was found to be; only there for as long as this page is. */
export const uploadedQuery = (hash: string) => ['plugin-inspection', 'uploaded', hash] as const;

export function useUploadPlugin() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (file: Blob) => ask<Inspection>('POST', '/api/plugins/upload', { bytes: file }),
    onSuccess: (inspection) => {
      client.setQueryDefaults(uploadedQuery(inspection.staged), { gcTime: Infinity });
      client.setQueryData(uploadedQuery(inspection.staged), inspection);
    },
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
    mutationFn: ({ upgradeOf, ...body }: Consent & { upgradeOf?: string }) =>
      upgradeOf === undefined
        ? ask('POST', '/api/plugins/install', { body })
        : ask('POST', `/api/plugins/${encodeURIComponent(upgradeOf)}/upgrade`, { body }),
    onSuccess: () => changed(client),
  });
}

export function usePluginSwitch(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (to: 'enable' | 'disable') => ask('POST', `/api/plugins/${encodeURIComponent(id)}/${to}`),
    onSuccess: () => changed(client),
  });
}

export function useUninstallPlugin(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => ask('DELETE', `/api/plugins/${encodeURIComponent(id)}`),
    onSuccess: () => changed(client),
  });
}

export function useGrantPlugin(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (capabilities: readonly Capability[]) =>
      ask('PUT', `/api/plugins/${encodeURIComponent(id)}/grant`, { body: { capabilities } }),
    onSuccess: () => changed(client),
  });
}

export const pluginUsageQuery = (id: string) =>
  queryOptions({
    queryKey: ['plugin', id, 'usage'],
    queryFn: ({ signal }) => ask<PluginUsage>('GET', `/api/plugins/${encodeURIComponent(id)}/usage`, { signal }),
  });

export const pluginGrantsQuery = (id: string) =>
  queryOptions({
    queryKey: ['plugin', id, 'grants'],
    queryFn: ({ signal }) =>
      ask<{ items: readonly GrantRow[] }>('GET', `/api/plugins/${encodeURIComponent(id)}/grants`, { signal }),
    select: ({ items }) => items,
  });

export const pluginVersionsQuery = (id: string) =>
  queryOptions({
    queryKey: ['plugin', id, 'versions'],
    queryFn: ({ signal }) =>
      ask<{ items: readonly PluginVersionRow[] }>('GET', `/api/plugins/${encodeURIComponent(id)}/versions`, { signal }),
    select: ({ items }) => items,
  });

export const publishersQuery = queryOptions({
  queryKey: ['plugins', 'publishers'],
  queryFn: ({ signal }) => ask<{ items: readonly PublisherRow[] }>('GET', '/api/publishers', { signal }),
  select: ({ items }) => items,
});

export function useForgetPublisher() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (publisher: string) => ask('DELETE', `/api/publishers/${encodeURIComponent(publisher)}`),
    onSuccess: () => client.invalidateQueries({ queryKey: ['plugins', 'publishers'] }),
  });
}

export const revocationsQuery = queryOptions({
  queryKey: ['plugins', 'revocations'],
  queryFn: ({ signal }) => ask<Revocations>('GET', '/api/plugins/revocations', { signal }),
});

export function useRefreshRevocations() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => ask('POST', '/api/plugins/revocations/refresh'),
    onSuccess: () => changed(client),
  });
}

/** Who installs, grants or switches changes lists, palettes and ghosts at once. */
function changed(client: QueryClient): Promise<unknown> {
  return Promise.all(
    ['plugins', 'plugin', 'node-types', 'plugin-upgrades'].map((key) => client.invalidateQueries({ queryKey: [key] })),
  );
}

/** Where a plugin's own icon comes from; an SVG, to be shown as a picture and never as markup. */
export function pluginIconAddress(hash: string, theme: 'light' | 'dark'): string {
  return `/api/plugins/icons/${hash}/${theme}`;
}
