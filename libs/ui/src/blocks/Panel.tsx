import type { ReactNode } from 'react';
import './layout.css';

export interface PanelProps {
  readonly title?: ReactNode;
  readonly extra?: ReactNode;
  /** Without inner padding: for tables and lists that bring their own. */
  readonly flush?: boolean;
  readonly className?: string;
  readonly children: ReactNode;
}

/** A bordered sheet with a heading of its own. */
export function Panel({ title, extra, flush = false, className = '', children }: PanelProps) {
  return (
    <section className={`sj-panel ${className}`}>
      {title || extra ? (
        <div className="sj-panel-head">
          <h2>{title}</h2>
          {extra ? <div className="sj-panel-extra">{extra}</div> : null}
        </div>
      ) : null}
      <div className={flush ? 'sj-panel-flush' : 'sj-panel-body'}>{children}</div>
    </section>
  );
}
