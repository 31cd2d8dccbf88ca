import type { JsonObject, LocalText } from '@sojourn/kernel';

/**
 * `plugin.json`: everything the palette, the form, the handles and the translator need, without running any code.
 * It lies beside the plugin's package.json.
 */
export interface Manifest {
  /** The node type, equal to the plugin's folder: `wait`. */
  readonly name: string;
  readonly version: string;
  readonly title: LocalText;
  readonly description: LocalText;
  /** Where the palette lists it. */
  readonly category: 'flow' | 'audience' | 'message' | 'incentive' | 'data' | 'developer';
  /** Name of an `@ant-design/icons` outlined icon, for example `ClockCircleOutlined`. */
  readonly icon: string;
  /** One line on the card: `{/duration/amount}` is replaced by the config's value, enum values by their label. */
  readonly summary: LocalText;
  /**
   * JSON Schema of the config. Texts (`title`, `description`) are English; Chinese lies beside them in
   * `x-zh-CN: { title, description, enumNames }`; labels of enum values in `x-enumNames`.
   * `x-widget` asks the studio for a richer field: `duration`, `condition`, `event-name`, `event-filter`,
   * `attribute`, `tags`, `liquid`, `mjml`, `code`, `coupon-pool`, `collection`, `weekdays`, `time`.
   */
  readonly config: JsonObject;
  /** Config of a freshly dropped node; must meet the schema. */
  readonly defaults: JsonObject;
  readonly outcomes: readonly OutcomeSpec[];
  /** Only what is named here is loaded and handed to the node. */
  readonly reads: ReadsSpec;
  /** Words for every `why.code` the node gives, with `{param}` holes. */
  readonly reasons: { readonly [code: string]: LocalText };
  /** Outbox kinds the node may emit and requests it may ask; a grant names the same. */
  readonly permissions: readonly string[];
}

/** A fixed way out, or one for each item of a list in the config. */
export type OutcomeSpec =
  | { readonly id: string; readonly label: LocalText; readonly tone?: 'good' | 'bad' | 'neutral'; readonly when?: When }
  | {
      /** Pointer to a list in the config: `/arms`. */
      readonly each: string;
      /** Names of the item's properties that hold the outcome's id and its label. */
      readonly id: string;
      readonly label: string;
      readonly tone?: 'good' | 'bad' | 'neutral';
      readonly when?: When;
    };

/** Draws an outcome only when the config's value at `pointer` is one of these. */
export interface When {
  readonly pointer: string;
  readonly in: readonly (string | number | boolean | null)[];
}

export interface ReadsSpec {
  /** Attribute paths, or `all`. Templates read `all`: their variables are not known in advance. */
  readonly attributes?: readonly string[] | 'all';
  readonly tags?: boolean;
  /** Pointers (with `*` for each item) to attribute paths in the config. */
  readonly attributesAt?: readonly string[];
  /** Pointers (with `*`) to conditions in the config; what they read is read. */
  readonly conditionsAt?: readonly string[];
  /** Pointers (with `*`) to event names whose history the node reads, all of it. */
  readonly eventsAt?: readonly string[];
}
