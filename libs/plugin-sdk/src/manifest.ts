import type { JsonObject, LocalText } from '@sojourn/kernel';
import type { NodeHook, NodeKind, OutcomeRole } from './node-spec.js';

/**
 * One node type, as palette, canvas, forms and engine read it: made of its plugin's `plugin.json` by `nodeManifestsOf`.
 */
export interface Manifest {
  /** The node type as drawings name it: `acme.weather/forecast`, or `wait` for what ships. */
  readonly name: string;
  /** Whose it is; absent for types that no plugin brings. */
  readonly plugin?: { readonly id: string; readonly version: string };
  readonly kind?: NodeKind;
  readonly version: string;
  readonly title: LocalText;
  readonly description: LocalText;
  /** Where the palette lists it. */
  readonly category: 'flow' | 'audience' | 'message' | 'incentive' | 'data' | 'developer';
  /** Name of an `@ant-design/icons` outlined icon, for example `ClockCircleOutlined`. */
  readonly icon: string;
  /** Whether a run can stand here for a time its config decides. A cycle on the canvas must pass such a node. */
  readonly waits: boolean;
  /**
   * One line on the card: `{/duration/amount}` is replaced by the config's value, enum values by their label,
   * a duration (`{/duration}`) by words, a list by its items, a condition by a sentence. A step `*` stands for every item.
   */
  readonly summary: LocalText;
  /** The first whose `when` holds is shown instead of `summary`. */
  readonly summaries?: readonly { readonly when: When | readonly When[]; readonly text: LocalText }[];
  /**
   * JSON Schema of the config. Texts (`title`, `description`) are English; Chinese lies beside them in
   * `x-zh-CN: { title, description, enumNames, hint }`; labels of enum values in `x-enumNames`; `x-hint` completes
   * "must be ..." when a `pattern` is missed. Variants are `oneOf` with `discriminator: { propertyName }`.
   * `x-widget` asks the studio for a richer field: `duration`, `condition`, `event-name`, `event-filter`,
   * `attribute`, `tags`, `liquid`, `mjml`, `code`, `coupon-pool`, `collection`, `weekdays`, `time`, `arms`;
   * `id` is filled in by the form itself and not shown.
   */
  readonly config: JsonObject;
  /** Config of a freshly dropped node; must meet the schema. */
  readonly defaults: JsonObject;
  /** Pointer into `defaults` -> the same default in words of the user's language: `{ "/arms/0/label": ... }`. */
  readonly defaultTexts?: { readonly [pointer: string]: LocalText };
  readonly outcomes: readonly OutcomeSpec[];
  /** Only what is named here is loaded and handed to the node. */
  readonly reads: ReadsSpec;
  /** Words for every `why.code` the node gives, with `{param}` holes. */
  readonly reasons: { readonly [code: string]: LocalText };
  /** Outbox kinds the node may emit and requests it may ask; they follow from what it `uses`. */
  readonly permissions: readonly string[];
  /** Which of the optional functions it has: a form asks `options`, `validate`, `preview` and `estimate`. */
  readonly hooks?: readonly NodeHook[];
}

/** A fixed way out, or one for each item of a list in the config. */
export type OutcomeSpec = FixedOutcome | EachOutcome;

export interface FixedOutcome extends OutcomeTraits {
  readonly id: string;
  readonly label: LocalText;
}

export interface EachOutcome extends OutcomeTraits {
  /** Pointer to a list in the config: `/arms`. */
  readonly each: string;
  /** Names of the item's properties that hold the outcome's id and its label. */
  readonly id: string;
  readonly label: string;
}

interface OutcomeTraits {
  readonly role?: OutcomeRole;
  readonly tone?: 'good' | 'bad' | 'neutral';
  /** Drawn only when all of these hold. */
  readonly when?: When | readonly When[];
  /** A run may leave this way without having waited (always, or when these hold), though the type waits. */
  readonly immediate?: boolean | When | readonly When[];
}

/** Holds when the config's value at `pointer` is one of these, or is there (or not) at all. */
export type When =
  | { readonly pointer: string; readonly in: readonly (string | number | boolean | null)[] }
  | { readonly pointer: string; readonly exists: boolean };

export interface ReadsSpec {
  /** Which of the contact's identities and settings cross into the node. */
  readonly identities?: readonly Identity[];
  /** Names of variables that earlier nodes left, or `all`. */
  readonly variables?: readonly string[] | 'all';
  /** Whether the event that let the run in crosses. */
  readonly event?: boolean;
  /** Pointer to a list of fields in the config that leaves of all this only what it names. */
  readonly narrowedAt?: string;
  /** Event types whose whole history the node reads. */
  readonly events?: readonly string[];
  /** Attribute paths, or `all`. Templates read `all`: their variables are not known in advance. */
  readonly attributes?: readonly string[] | 'all';
  readonly tags?: boolean;
  /** Pointers (with `*` for each item) to attribute paths in the config. */
  readonly attributesAt?: readonly string[];
  /** Pointers (with `*`) to conditions in the config; what they read is read. */
  readonly conditionsAt?: readonly string[];
  /**
   * Pointers (with `*`) to event names whose history the node reads: all of it, or as far back from its arrival as the
   * span at `withinAt` says. With `withinAt` and no span there, nothing is read.
   */
  readonly eventsAt?: readonly (string | { readonly at: string; readonly withinAt: string })[];
}

export type Identity = 'email' | 'phone' | 'externalId' | 'language' | 'timeZone';
