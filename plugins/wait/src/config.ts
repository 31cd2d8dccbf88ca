import type { Condition, Duration, Span } from '@sojourn/plugin-sdk/engine';

/** The config as plugin.json's schema has it. */
export type WaitConfig = DurationWait | TimeWait | DateWait | EventWait;

export interface DurationWait {
  readonly mode: 'duration';
  readonly duration: Duration;
}

export interface TimeWait {
  readonly mode: 'until-time';
  /** HH:mm */
  readonly time: string;
  /** ISO: 1 is Monday. None or an empty list means every day. */
  readonly weekdays?: readonly number[];
  readonly minimum?: Duration;
}

export interface DateWait {
  readonly mode: 'until-date';
  /** Dotted path to an ISO date or instant among the contact's attributes. */
  readonly attribute: string;
  readonly offsetDays: number;
  readonly time: string;
  readonly yearly: boolean;
}

export interface EventWait {
  readonly mode: 'event';
  readonly branches: readonly EventBranch[];
  readonly timeout?: Duration;
  readonly lookBack?: Span;
}

export interface EventBranch {
  readonly id: string;
  readonly label: string;
  readonly event: string;
  readonly filter?: Condition;
}
