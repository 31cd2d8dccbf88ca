import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, setCsrfToken } from './client.js';
import { isApiError } from './error.js';
import type { Id, SessionView } from './types.js';

/** The session, or null for somebody who is not signed in. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async ({ signal }): Promise<SessionView | null> => {
    try {
      return take(await api.get<SessionView>('/api/session', { signal }));
    } catch (error) {
      if (isApiError(error) && error.status === 401) return take(null);
      throw error;
    }
  },
  staleTime: 5 * 60_000,
  retry: false,
});

export function useSignIn() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (proof: { email: string; password: string } | { token: string }) =>
      api.post<SessionView>('/api/session', { body: proof }),
    onSuccess: (session) => {
      client.clear();
      client.setQueryData(sessionQuery.queryKey, take(session));
    },
  });
}

export function useSignOut() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => api.delete('/api/session'),
    onSettled: () => {
      client.clear();
      client.setQueryData(sessionQuery.queryKey, take(null));
    },
  });
}

/** Everything on screen belongs to the workspace left behind, so all of it is fetched again. */
export function useSwitchWorkspace() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (workspaceId: Id) => api.put<SessionView | undefined>('/api/session/workspace', { body: { workspaceId } }),
    onSuccess: async () => {
      await client.invalidateQueries();
    },
  });
}

export function useSetPassword() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (password: string) => api.put('/api/session/password', { body: { password } }),
    onSuccess: () => client.invalidateQueries({ queryKey: sessionQuery.queryKey }),
  });
}

function take<T extends SessionView | null>(session: T): T {
  setCsrfToken(session?.csrfToken);
  return session;
}
