import { QueryClient } from '@tanstack/react-query';
import { isApiError } from './error.js';

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 2_000,
      // A "no" stays a no; a lost line is worth two more tries.
      retry: (failures, error) => failures < 2 && (!isApiError(error) || error.status === 0 || error.status >= 500),
      refetchOnWindowFocus: true,
    },
  },
});
