import type { ReactNode } from 'react';
import './layout.css';

/** The column a page is written in; `narrow` for forms and reading. */
export function PageBody({ narrow = false, children }: { readonly narrow?: boolean; readonly children: ReactNode }) {
  return <div className={`sj-page${narrow ? ' is-narrow' : ''}`}>{children}</div>;
}
