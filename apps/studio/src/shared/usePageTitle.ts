import { useEffect } from 'react';

/** Names the browser's tab after the page. */
export function usePageTitle(title: string | undefined): void {
  useEffect(() => {
    document.title = title ? `${title} · Sojourn` : 'Sojourn';
  }, [title]);
}
