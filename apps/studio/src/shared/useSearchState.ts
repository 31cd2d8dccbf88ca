import { useCallback, useEffect, useState } from 'react';
import { useSearchParams } from 'react-router';

/** A value kept in the page's address, so that a link carries it. Empty means absent. */
export function useAddressValue(name: string): [string | undefined, (value: string | undefined) => void] {
  const [search, setSearch] = useSearchParams();
  const set = useCallback(
    (value: string | undefined) =>
      setSearch(
        (before) => {
          const next = new URLSearchParams(before);
          if (value) next.set(name, value);
          else next.delete(name);
          return next;
        },
        { replace: true },
      ),
    [name, setSearch],
  );
  return [search.get(name) ?? undefined, set];
}

const PAUSE_MS = 250;

/** A search field's text: what is typed at once, what is asked after a pause, both kept in the address. */
export function useSearchText(name = 'search') {
  const [asked, setAsked] = useAddressValue(name);
  const [typed, setTyped] = useState(asked ?? '');
  useEffect(() => {
    const text = typed.trim();
    if (text === (asked ?? '')) return undefined;
    const timer = setTimeout(() => setAsked(text || undefined), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed, asked, setAsked]);
  return { typed, setTyped, asked };
}
