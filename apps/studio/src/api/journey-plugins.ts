import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { answer, api } from './client.js';
import type { components } from './schema.js';
import type { Id } from './types.js';

type Schema = components['schemas'];
/** A node type of a drawing for which another version is installed. */
export type PluginUpgrade = Schema['PluginUpgrade'];
export type UpgradePreview = Schema['UpgradePreview'];
export type PersonalDataRow = Schema['NodeDataView'];

export const pluginUpgradesQuery = (journey: Id) =>
  queryOptions({
    queryKey: ['plugin-upgrades', journey],
    queryFn: ({ signal }) =>
      answer(api.GET('/api/journeys/{id}/plugin-upgrades', { params: { path: { id: journey } }, signal })),
    retry: false,
  });

/** Migrates in the sandbox and compares what sample contacts would do; changes nothing. */
export function previewUpgrade(
  journey: Id,
  body: { type: string; toHash: string; contacts?: number },
  signal: AbortSignal,
): Promise<UpgradePreview> {
  return answer(
    api.POST('/api/journeys/{id}/plugin-upgrades/preview', { params: { path: { id: journey } }, body, signal }),
  );
}

/** `back` goes to an earlier version with the configs it had; both change the draft alone. */
export function useApplyUpgrade(journey: Id) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ back = false, ...body }: { type: string; toHash: string; revision: number; back?: boolean }) => {
      const call = { params: { path: { id: journey } }, body };
      return answer(
        back
          ? api.POST('/api/journeys/{id}/plugin-upgrades/rollback', call)
          : api.POST('/api/journeys/{id}/plugin-upgrades/apply', call),
      );
    },
    onSuccess: () =>
      Promise.all(['plugin-upgrades', 'node-types'].map((key) => client.invalidateQueries({ queryKey: [key] }))),
  });
}

/** Of the draft, or of one version by its number. */
export const personalDataQuery = (journey: Id, version?: number) =>
  queryOptions({
    queryKey: ['personal-data', journey, version ?? null],
    queryFn: async ({ signal }) =>
      (
        await answer(
          api.GET('/api/journeys/{id}/personal-data', {
            params: { path: { id: journey }, query: version === undefined ? {} : { version } },
            signal,
          }),
        )
      ).nodes,
  });
