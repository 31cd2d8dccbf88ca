import type { Json, JsonObject } from '@sojourn/kernel';
import type { HttpAnswer } from '@sojourn/plugin-sdk/engine';

/** `tests/fixtures/*.json`: contacts on one node with one config, and what shall become of them. */
export interface Fixture {
  /** Path from the plugin's folder; filled in, never written. */
  readonly file: string;
  /** A `type` of the manifest. */
  readonly node: string;
  /** Meets the node's schema. */
  readonly config: JsonObject;
  /** May be left out where there are `calls`. */
  readonly items: readonly FixtureItem[];
  /** Answers of other systems, for items that bring none of their own. */
  readonly http?: readonly Mock[];
  /** What the plugin's store holds for the whole workspace. */
  readonly kv?: JsonObject;
  /** Calls of the node's other functions. */
  readonly calls?: readonly FixtureCall[];
}

export interface FixtureItem {
  /** What messages call it. */
  readonly name: string;
  /** `{ email, phone, externalId, language, attributes, tags }`; only what the node reads crosses. */
  readonly contact?: JsonObject;
  /** ISO moment or epoch milliseconds; 1 March 2026, 09:00 UTC when absent. */
  readonly at?: string | number;
  readonly arrivedAt?: string | number;
  readonly timeZone?: string;
  readonly visit?: number;
  readonly variables?: JsonObject;
  readonly entryEvent?: FixtureEvent;
  readonly wake?: JsonObject;
  readonly memory?: Json;
  readonly history?: readonly FixtureEvent[];
  readonly http?: readonly Mock[];
  /** What the plugin's store holds for this contact. */
  readonly kv?: JsonObject;
  /** Parts of the decision; `null` for what must not be there, an ISO moment for epoch milliseconds. */
  readonly expect?: JsonObject;
}

export interface FixtureEvent {
  readonly type: string;
  readonly at?: string | number;
  readonly properties?: JsonObject;
}

/** `*` in the address stands for anything. */
export interface Mock {
  readonly method?: string;
  readonly url: string;
  /** Parts of the body it answers to. */
  readonly body?: Json;
  /** A list: one after another, the last again and again. */
  readonly answer: HttpAnswer | readonly HttpAnswer[];
}

export interface FixtureCall {
  readonly name: string;
  readonly entry: 'options' | 'validate' | 'preview' | 'estimate' | 'migrate' | 'poll' | 'receive';
  /** Beside the node and its config, which are filled in. */
  readonly input?: JsonObject;
  /** For `preview`. */
  readonly item?: FixtureItem;
  readonly http?: readonly Mock[];
  /** For `receive`: values of credentials, by name and field, with which signatures are checked. */
  readonly credentials?: { readonly [name: string]: { readonly [field: string]: string } };
  readonly expect?: Json;
}

/** `tests/migrations/*.json`: a config of one type version, and as the next wants it. */
export interface MigrationPair {
  /** Path from the plugin's folder; filled in, never written. */
  readonly file: string;
  readonly node: string;
  /** A type version, and the one after it. */
  readonly from: number;
  readonly to: number;
  readonly before: JsonObject;
  readonly after: JsonObject;
  /** Pointers into `before` that are told to be lost. */
  readonly lossy?: readonly string[];
}
