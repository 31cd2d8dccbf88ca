import type { ReactNode } from 'react';
import './layout.css';

export interface PageHeaderProps {
  readonly title: ReactNode;
  /** One line on what the page is for, or the subject's key facts. */
  readonly subtitle?: ReactNode;
  /** Way back to the list this belongs to. */
  readonly back?: ReactNode;
  /** State of the subject, beside the title. */
  readonly status?: ReactNode;
  readonly actions?: ReactNode;
}

export function PageHeader({ title, subtitle, back, status, actions }: PageHeaderProps) {
  return (
    <div className="sj-page-header">
      <div className="sj-page-header-words">
        {back ? <div className="sj-page-back">{back}</div> : null}
        <div className="sj-page-title">
          <h1>{title}</h1>
          {status}
        </div>
        {subtitle ? <div className="sj-page-subtitle">{subtitle}</div> : null}
      </div>
      {actions ? <div className="sj-page-actions">{actions}</div> : null}
    </div>
  );
}
