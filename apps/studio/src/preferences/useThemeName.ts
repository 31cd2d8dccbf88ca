import type { ThemeName } from '@sojourn/ui';
import { useSyncExternalStore } from 'react';
import { usePreferences } from './preferences.js';

const dark = () => window.matchMedia('(prefers-color-scheme: dark)');

/** The theme in force: the chosen one, or the system's. */
export function useThemeName(): ThemeName {
  const { theme } = usePreferences();
  const systemIsDark = useSyncExternalStore(
    (listener) => {
      const query = dark();
      query.addEventListener('change', listener);
      return () => query.removeEventListener('change', listener);
    },
    () => dark().matches,
  );
  if (theme !== 'system') return theme;
  return systemIsDark ? 'dark' : 'light';
}
