import type { Json } from '@sojourn/kernel';
import type { Condition } from '@sojourn/rules';
import type { PluginPins } from './plugin-pin.js';

/** The format below. A change that an older reader would misread raises it. */
export const SCHEMA_VERSION = 1;

/** The node id that stands for the entry card; edges leave it by the outcome `entered`. */
export const ENTRY_NODE = 'entry';
export const ENTERED = 'entered';

/** A journey as drawn: what the canvas edits, the API stores, the CLI reads from a file. */
export interface JourneyDocument {
  readonly schemaVersion: typeof SCHEMA_VERSION;
  readonly name: string;
  readonly description?: string;
  /** IANA zone for contacts that have none of their own; default `Asia/Shanghai`. */
  readonly timeZone?: string;
  readonly entry: EntryCard;
  /** What ends a run wherever it stands. */
  readonly exits: readonly ExitRule[];
  readonly nodes: readonly JourneyNode[];
  readonly edges: readonly Edge[];
  /**
   * The plugin of each third-party node type that is drawn. A draft may leave types out: publishing fills in what the workspace
   * has, and the version keeps it for ever, so that people under way finish on the bytes they began with.
   */
  readonly plugins?: PluginPins;
}

export interface EntryCard {
  readonly position: Point;
  /** Any of them lets a contact in. */
  readonly rules: readonly EntryRule[];
  readonly reentry: Reentry;
}

/**
 * When a contact who was here may come again. It looks at earlier runs of the same journey, contact and key:
 * `once` never; `afterExit` when none is under way; `always` even beside one; `atMostEvery` when the last start
 * is at least `days` 24-hour days ago and none is under way.
 */
export type Reentry =
  | { readonly mode: 'once' }
  | { readonly mode: 'afterExit' }
  | { readonly mode: 'always' }
  | { readonly mode: 'atMostEvery'; readonly days: number };

export type EntryRule = EventEntry | SegmentEntry | ApiEntry | ScheduleEntry | DateEntry;

export interface EventEntry {
  readonly id: string;
  readonly kind: 'event';
  readonly event: string;
  /** May read the event's payload, the contact and the past. */
  readonly filter?: Condition;
  /** `first`: only the contact's first event of this type that meets the filter's payload part. Default `every`. */
  readonly occurrence?: 'first' | 'every';
  /** Dotted path into the payload; different values make separate runs (two carts, two runs). */
  readonly keyBy?: string;
}

/** Enters at the moment the condition becomes true for a contact (was false, or unknown at publish). */
export interface SegmentEntry {
  readonly id: string;
  readonly kind: 'segment';
  readonly condition: Condition;
  /** Whether those for whom it is true at publish enter then. Default false. */
  readonly includeCurrent?: boolean;
}

/** By `POST /journeys/:id/entries` or a list of contacts. */
export interface ApiEntry {
  readonly id: string;
  readonly kind: 'api';
}

/** Everyone who meets the audience enters at each occurrence. */
export interface ScheduleEntry {
  readonly id: string;
  readonly kind: 'schedule';
  /** RFC 5545 without the `RRULE:` prefix, for example `FREQ=WEEKLY;BYDAY=MO`. */
  readonly rrule: string;
  /** Local wall time of the first occurrence, `2026-12-01T09:00`. */
  readonly start: string;
  readonly timeZone: string;
  readonly audience?: Condition;
}

/** A date of the contact's own, such as a birthday, with an offset. */
export interface DateEntry {
  readonly id: string;
  readonly kind: 'date';
  /** Attribute that holds an ISO date (`1990-02-28`). */
  readonly attribute: string;
  readonly offsetDays: number;
  /** Local time in the contact's zone, `09:00`. */
  readonly at: string;
  /** Every year on that month and day (29 February falls on the 28th in common years), or on that date alone. */
  readonly yearly: boolean;
  readonly filter?: Condition;
}

export interface ExitRule {
  readonly id: string;
  readonly name: string;
  /** Whether leaving this way is success. */
  readonly goal: boolean;
  readonly when:
    | { readonly kind: 'event'; readonly event: string; readonly filter?: Condition }
    | { readonly kind: 'condition'; readonly condition: Condition };
}

export interface JourneyNode {
  /** Stable within the journey: `[A-Za-z0-9_-]{1,64}`, never `entry`. */
  readonly id: string;
  /** The node type: `wait`, `coupon` for what ships, `publisher.name/type` for what plugins bring. */
  readonly type: string;
  readonly title?: string;
  readonly config: { readonly [key: string]: Json };
  readonly position: Point;
  /**
   * What happens to a run here when the plugin cannot do its work: it is parked until the plugin is back (`park`, the default), or
   * leaves by the outcome whose role is failure.
   */
  readonly whenUnavailable?: 'park' | 'failure';
}

export interface Edge {
  readonly id: string;
  readonly from: { readonly node: string; /** the outcome's stable id, never an index */ readonly outcome: string };
  readonly to: string;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}
