import type { CostTotal } from '../../../api/plugin-host.js';

export interface CostFigures {
  /** Microseconds of processor time for each contact; undefined while nobody passed. */
  readonly usPerContact: number | undefined;
  readonly callsPerContact: number | undefined;
  readonly errors: number;
  /** Errors for each contact, 0 to 1. */
  readonly errorShare: number | undefined;
  readonly contacts: number;
}

export function costFigures({ items, cpuUs, calls, errors }: CostTotal): CostFigures {
  const each = (value: number) => (items > 0 ? value / items : undefined);
  return {
    usPerContact: each(cpuUs),
    callsPerContact: each(calls),
    errors,
    errorShare: each(errors),
    contacts: items,
  };
}

/** Two figures after the point below ten, none above a hundred: as exact as such a number is. */
export function rough(value: number, language: string): string {
  const digits = value >= 100 ? 0 : value >= 10 ? 1 : 2;
  return value.toLocaleString(language, { maximumFractionDigits: digits });
}
