import type { Condition } from '@sojourn/rules';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from './client.js';
import { sessionQuery } from './session.js';
import type { ApiKeyRow, ContactRow, Id, MailSettings, Overview, WorkspaceView } from './types.js';

export const overviewQuery = queryOptions({
  queryKey: ['overview'],
  queryFn: ({ signal }) => api.get<Overview>('/api/overview', { signal }),
  refetchInterval: 5_000,
});

export const workspaceQuery = queryOptions({
  queryKey: ['workspace'],
  queryFn: ({ signal }) => api.get<WorkspaceView>('/api/workspace', { signal }),
});

export function useSaveWorkspace() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (change: Partial<Pick<WorkspaceView, 'name' | 'timeZone' | 'language'>>) =>
      api.patch<WorkspaceView>('/api/workspace', { body: change }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['workspace'] });
      await client.invalidateQueries({ queryKey: sessionQuery.queryKey });
    },
  });
}

export const mailSettingsQuery = queryOptions({
  queryKey: ['mail-settings'],
  queryFn: async ({ signal }) => (await api.get<MailSettings | null>('/api/settings/mail', { signal })) ?? null,
});

export interface MailDraft {
  readonly host: string;
  readonly port: number;
  readonly secure: boolean;
  readonly user?: string | undefined;
  /** Left out: the stored one stays. */
  readonly password?: string | undefined;
  readonly from: string;
}

export function useSaveMail() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (mail: MailDraft) => api.put('/api/settings/mail', { body: mail }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['mail-settings'] }),
  });
}

export function useTestMail() {
  return useMutation({ mutationFn: (to: string) => api.post('/api/settings/mail/test', { body: { to } }) });
}

export const apiKeysQuery = queryOptions({
  queryKey: ['api-keys'],
  queryFn: async ({ signal }) => {
    const answer = await api.get<readonly ApiKeyRow[] | { items: readonly ApiKeyRow[] }>('/api/api-keys', { signal });
    return 'items' in answer ? answer.items : answer;
  },
});

export function useCreateApiKey() {
  const client = useQueryClient();
  return useMutation({
    /** `key` is readable in this answer and never again. */
    mutationFn: (draft: { name: string; kind: 'write' | 'secret' }) =>
      api.post<ApiKeyRow & { key: string }>('/api/api-keys', { body: draft }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['api-keys'] }),
  });
}

export function useRevokeApiKey() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: Id) => api.delete('/api/api-keys/{id}', { path: { id } }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['api-keys'] }),
  });
}

export function previewSegment(condition: Condition, signal?: AbortSignal) {
  return api.post<{ count: number; sample: readonly ContactRow[] }>('/api/segments/preview', { body: { condition }, signal });
}
