import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { ConfigChange, Loss } from '../pages/plugins/model/config-diff.js';
import { ask } from './ask.js';
import type { Id } from './types.js';

/** A node type of a drawing for which another version is installed. */
export interface PluginUpgrade {
  readonly type: string;
  readonly plugin: string;
  readonly from: { readonly version: string; readonly hash: string };
  readonly to: { readonly version: string; readonly hash: string };
  readonly nodes: readonly string[];
}

export interface UpgradePreview {
  readonly nodes: readonly {
    readonly nodeId: string;
    readonly before: unknown;
    readonly after: unknown;
    readonly changes: readonly ConfigChange[];
    readonly lossy: readonly Loss[];
    readonly compared: {
      readonly contacts: number;
      readonly same: number;
      readonly different: readonly {
        readonly contact: { readonly id: Id; readonly name: string | null };
        readonly before: string;
        readonly after: string;
      }[];
    } | null;
  }[];
}

export interface PersonalDataRow {
  readonly nodeId: string;
  readonly title: string | null;
  readonly type: string;
  readonly plugin: string | null;
  readonly version: string | null;
  readonly reads: readonly string[];
  readonly writes: readonly string[];
  /** Where it may send what it reads; empty when nothing leaves. */
  readonly hosts: readonly string[];
}

export const pluginUpgradesQuery = (journey: Id) =>
  queryOptions({
    queryKey: ['plugin-upgrades', journey],
    queryFn: ({ signal }) =>
      ask<{ items: readonly PluginUpgrade[] }>('GET', `/api/journeys/${journey}/plugin-upgrades`, { signal }),
    select: ({ items }) => items,
    retry: false,
  });

/** Migrates in the sandbox and compares what sample contacts would do; changes nothing. */
export function previewUpgrade(
  journey: Id,
  body: { type: string; toHash: string; contacts?: number },
  signal?: AbortSignal,
) {
  // prettier-ignore
  return ask<UpgradePreview>('POST', `/api/journeys/${journey}/plugin-upgrades/preview`, {
    body,
    ...(signal && { signal }),
  });
}

export function useApplyUpgrade(journey: Id) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ back, ...body }: { type: string; toHash: string; revision: number; back?: boolean }) =>
      ask<{ revision: number }>('POST', `/api/journeys/${journey}/plugin-upgrades/${back ? 'rollback' : 'apply'}`, {
        body,
      }),
    onSuccess: () =>
      Promise.all(['plugin-upgrades', 'node-types'].map((key) => client.invalidateQueries({ queryKey: [key] }))),
  });
}

export const personalDataQuery = (journey: Id) =>
  queryOptions({
    queryKey: ['personal-data', journey],
    queryFn: ({ signal }) =>
      ask<{ nodes: readonly PersonalDataRow[] }>('GET', `/api/journeys/${journey}/personal-data`, { signal }),
  });
