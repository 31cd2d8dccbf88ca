import type { Condition } from '@sojourn/rules';
import type { WorkbenchRunRequest } from '../../../api/workbench.js';

/** On whom something is tried, and with what around them; kept while the page is open. */
export interface Trial {
  readonly who: 'newest' | 'segment' | 'chosen';
  readonly newest: number;
  readonly segment: Condition | undefined;
  readonly ids: readonly number[];
  /** Type of the event that let them in; undefined: none. */
  readonly event: string | undefined;
  /** Its payload as JSON text; undefined: each contact's newest event of the type. */
  readonly payload: string | undefined;
  /** JSON text. */
  readonly variables: string;
}

export const FIRST_TRIAL: Trial = {
  who: 'newest',
  newest: 10,
  segment: undefined,
  ids: [],
  event: undefined,
  payload: undefined,
  variables: '',
};

/** An object out of JSON text; `{}` for nothing, undefined for what is no object. */
export function objectFrom(text: string | undefined): Record<string, unknown> | undefined {
  if (text === undefined || text.trim() === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined; // half typed
  }
}

/** Whether a trial can be run as it stands. */
export function isRunnable(trial: Trial): boolean {
  return (
    objectFrom(trial.variables) !== undefined &&
    objectFrom(trial.payload) !== undefined &&
    (trial.who !== 'chosen' || trial.ids.length > 0) &&
    (trial.who !== 'segment' || trial.segment !== undefined)
  );
}

/** The part of a run's request that says on whom and with what. */
export function requestOf(trial: Trial): Pick<WorkbenchRunRequest, 'contacts' | 'event' | 'variables'> {
  const { who, newest, segment, ids, event, payload, variables } = trial;
  const properties = payload === undefined ? undefined : objectFrom(payload);
  return {
    contacts:
      who === 'chosen'
        ? { ids: [...ids] }
        : { newest, ...(who === 'segment' && segment ? { segment: { ...segment } } : {}) },
    ...(event ? { event: { type: event, ...(properties ? { properties } : {}) } } : {}),
    variables: objectFrom(variables) ?? {},
  };
}
