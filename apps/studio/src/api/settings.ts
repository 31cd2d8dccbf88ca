import type { Condition } from '@sojourn/rules';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { answer, api } from './client.js';
import { sessionQuery } from './session.js';
import type { Id, MailDraft, WorkspaceView } from './types.js';

export const overviewQuery = queryOptions({
  queryKey: ['overview'],
  queryFn: ({ signal }) => answer(api.GET('/api/overview', { signal })),
  refetchInterval: 5_000,
});

export const workspaceQuery = queryOptions({
  queryKey: ['workspace'],
  queryFn: ({ signal }) => answer(api.GET('/api/workspace', { signal })),
});

export function useSaveWorkspace() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: Partial<Pick<WorkspaceView, 'name' | 'timeZone' | 'language'>>) =>
      answer(api.PATCH('/api/workspace', { body })),
    onSuccess: async (workspace) => {
      client.setQueryData(workspaceQuery.queryKey, workspace);
      await client.invalidateQueries({ queryKey: sessionQuery.queryKey });
    },
  });
}

export const mailSettingsQuery = queryOptions({
  queryKey: ['mail-settings'],
  queryFn: ({ signal }) => answer(api.GET('/api/settings/mail', { signal })),
});

export function useSaveMail() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: MailDraft) => answer(api.PUT('/api/settings/mail', { body })),
    onSuccess: () => client.invalidateQueries({ queryKey: ['mail-settings'] }),
  });
}

export function useTestMail() {
  return useMutation({ mutationFn: (to: string) => answer(api.POST('/api/settings/mail/test', { body: { to } })) });
}

export const apiKeysQuery = queryOptions({
  queryKey: ['api-keys'],
  queryFn: async ({ signal }) => (await answer(api.GET('/api/api-keys', { signal }))).items,
});

/** `key` is readable in the answer to this and never again. */
export function useCreateApiKey() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { name: string; kind: 'write' | 'secret' }) => answer(api.POST('/api/api-keys', { body })),
    onSuccess: () => client.invalidateQueries({ queryKey: ['api-keys'] }),
  });
}

export function useRevokeApiKey() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: Id) => answer(api.DELETE('/api/api-keys/{id}', { params: { path: { id } } })),
    onSuccess: () => client.invalidateQueries({ queryKey: ['api-keys'] }),
  });
}

export function previewSegment(condition: Condition, signal?: AbortSignal) {
  return answer(
    api.POST('/api/segments/preview', {
      body: { condition: condition as unknown as Record<string, unknown> }, // a union has no index signature
      ...(signal ? { signal } : {}),
    }),
  );
}
