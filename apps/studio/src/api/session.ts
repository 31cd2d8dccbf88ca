import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { answer, api, setCsrfToken } from './client.js';
import { isApiError } from './error.js';
import type { Id, SessionView } from './types.js';

/** The session, or null for somebody who is not signed in. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async ({ signal }): Promise<SessionView | null> => {
    try {
      return take(await answer(api.GET('/api/session', { signal })));
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
      answer(api.POST('/api/session', { body: proof })),
    // The question of who is signed in, asked before, would be answered "nobody" after the sign-in.
    onMutate: () => client.cancelQueries({ queryKey: sessionQuery.queryKey }),
    onSuccess: (session) => {
      client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' });
      client.setQueryData(sessionQuery.queryKey, take(session));
    },
  });
}

export function useSignOut() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => answer(api.DELETE('/api/session')),
    onSettled: () => {
      client.setQueryData(sessionQuery.queryKey, take(null));
      client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' });
    },
  });
}

/** Everything on screen belongs to the workspace left behind, so all of it is fetched again. */
export function useSwitchWorkspace() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (workspaceId: Id) => answer(api.PUT('/api/session/workspace', { body: { workspaceId } })),
    onSuccess: (session) => {
      client.setQueryData(sessionQuery.queryKey, take(session));
      return client.resetQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' });
    },
  });
}

export function useSetPassword() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { password: string; currentPassword?: string }) =>
      answer(api.PUT('/api/session/password', { body })),
    onSuccess: () => client.invalidateQueries({ queryKey: sessionQuery.queryKey }),
  });
}

function take<T extends SessionView | null>(session: T): T {
  setCsrfToken(session?.csrfToken);
  return session;
}
