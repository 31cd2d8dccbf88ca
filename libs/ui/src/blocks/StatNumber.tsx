import type { ReactNode } from 'react';
import { useSurroundings } from '../theme/SojournTheme.js';
import './StatNumber.css';

export interface StatNumberProps {
  readonly label: ReactNode;
  /** Undefined while it is not known: a placeholder of the same size stands in. */
  readonly value: number | undefined;
  readonly unit?: string;
  /** What span of time it speaks of: "today", "now". */
  readonly period: string;
  /** How fresh it is, in words. */
  readonly freshness?: ReactNode;
  readonly icon?: ReactNode;
}

/** One number with everything that is needed to believe it. */
export function StatNumber({ label, value, unit, period, freshness, icon }: StatNumberProps) {
  const { language } = useSurroundings();
  return (
    <div className="sj-stat">
      <div className="sj-stat-label">
        {icon ? <span aria-hidden="true">{icon}</span> : null}
        {label}
      </div>
      {value === undefined ? (
        <div className="sj-stat-wait" aria-hidden="true" />
      ) : (
        <div className="sj-stat-value sj-number">
          {value.toLocaleString(language)}
          {unit ? <span className="sj-stat-unit">{unit}</span> : null}
        </div>
      )}
      <div className="sj-stat-foot">
        <span>{period}</span>
        {freshness ? <span>{freshness}</span> : null}
      </div>
    </div>
  );
}
