import type { ReactNode } from 'react';
import type { ToneName } from '../theme/palette.js';
import './StatusTag.css';

export interface StatusTagProps {
  readonly tone: ToneName;
  readonly icon: ReactNode;
  readonly children: ReactNode;
}

/** A state as sign, word and tint: the tint is never the only one of the three. */
export function StatusTag({ tone, icon, children }: StatusTagProps) {
  return (
    <span className={`sj-status sj-tone-${tone}`}>
      <span className="sj-status-icon" aria-hidden="true">
        {icon}
      </span>
      {children}
    </span>
  );
}
