import { useSyncExternalStore } from 'react';

export type ThemeChoice = 'light' | 'dark' | 'system';

/** What this browser remembers about how its user likes the studio. Nothing here is the workspace's data. */
export interface Preferences {
  readonly theme: ThemeChoice;
  /** Undefined until chosen: then the browser's language decides. */
  readonly language?: 'en' | 'zh-CN';
  readonly navigationCollapsed: boolean;
  /** The newcomer's list on the home page was sent away. */
  readonly nextStepsHidden?: boolean;
}

const KEY = 'sojourn.preferences';
const DEFAULTS: Preferences = { theme: 'system', navigationCollapsed: false };

let current = read();
const listeners = new Set<() => void>();

export function preferences(): Preferences {
  return current;
}

export function setPreferences(change: Partial<Preferences>): void {
  current = { ...current, ...change };
  try {
    localStorage.setItem(KEY, JSON.stringify(current));
  } catch {
    // Storage may be full or forbidden; the choice then lasts as long as the page.
  }
  for (const listener of listeners) listener();
}

export function usePreferences(): Preferences {
  return useSyncExternalStore(subscribe, preferences);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function read(): Preferences {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(KEY) ?? 'null');
    return { ...DEFAULTS, ...(stored && typeof stored === 'object' ? (stored as Partial<Preferences>) : {}) };
  } catch {
    return DEFAULTS;
  }
}
