import type { Reentry } from '@sojourn/journey';
import { DAY } from '@sojourn/kernel';

/** The contact's earlier passages through one journey under one key. */
export interface Passages {
  /** Start of the latest run, ended or not; null when there was none. */
  readonly lastStart: number | null;
  /** Whether one is under way. */
  readonly active: boolean;
}

/** Whether a contact may come in at `at`; the reason when not. */
export function mayEnter(rule: Reentry, earlier: Passages, at: number): true | 'was-here' | 'is-here' | 'too-soon' {
  if (rule.mode === 'always') return true;
  if (rule.mode === 'once') return earlier.lastStart === null ? true : 'was-here';
  if (earlier.active) return 'is-here';
  if (rule.mode === 'afterExit' || earlier.lastStart === null) return true;
  return at - earlier.lastStart >= rule.days * DAY ? true : 'too-soon';
}
