import type { Json, JsonObject, LocalText } from '@sojourn/kernel';
import type { Item } from './node.js';

/**
 * What the host gives a node's code. There are no timers, no global `fetch`, no Node. Everything that reaches out is carried
 * out by the host, under what the workspace granted: requested ∩ granted ∩ policy. A refusal throws `HostRefusal`, or comes as
 * an answer of that one request.
 *
 * A node that uses `http` or `kv` says so in its manifest's `uses`, and then runs after the commit, never within a transaction.
 */
export interface PluginContext {
  readonly http: {
    /**
     * Carries out all requests, a few at a time; answers in the same order. Never throws for one of them: a refusal, a timeout, a
     * broken connection are answers too. Ask for the whole batch at once:
     *
     * ```ts
     * const answers = await ctx.http.requestAll(
     *   items.map((item) => ({ item, method: 'GET', url: `https://api.acme.test/v1/${item.contact.id}`, credential: 'key' })),
     * );
     * ```
     */
    requestAll(requests: readonly HttpRequest[]): Promise<readonly HttpAnswer[]>;
  };
  /**
   * A small store of the plugin's own in each workspace. Names have 1 to 128 characters, values at most 64 KiB of JSON, a call at most
   * 100 names; all of it together fits the quota of the capability. Throws `HostRefusal` with the code `kv` or `quota`.
   */
  readonly kv: {
    /** In the order of the names; undefined for what is not there. */
    get(scope: KvPlace, names: readonly string[]): Promise<readonly (Json | undefined)[]>;
    /** `undefined` deletes. */
    set(scope: KvPlace, entries: { readonly [name: string]: Json | undefined }): Promise<void>;
    /** Adds to a number (0 when there is none) and answers the new one, atomically. */
    add(scope: KvPlace, name: string, by: number): Promise<number>;
  };
  readonly events: {
    /**
     * Records an event of the item's contact in the commit of its decision, which must be `to`, `wait` or `drop`. The name is one of
     * the capability `events.emit`.
     */
    emit(item: Item, name: string, properties?: JsonObject): void;
  };
  readonly messages: {
    /**
     * Hands a message to a channel when the decision of its item is committed, which must be `to`, `wait` or `drop`. Consent, caps and
     * quiet hours are asked as for every message.
     */
    send(item: Item, message: ContextMessage): void;
  };
  /** Lines for the step log, at most 50 a batch; what is no text is written as JSON. */
  log(...values: readonly unknown[]): void;
  /** The moment of the item's wake, epoch milliseconds. */
  now(item: Item): number;
  /** A number in [0, 1), fixed by run, node, visit and salt: the same at every attempt. */
  random(item: Item, salt?: string): number;
  /**
   * Words of the manifest's `texts`, `{name}` holes filled: in the language of an item's contact (when the node reads it), or
   * in one named; English when there is none or it is unknown. A key without words shows as itself.
   */
  t(key: string, params?: { readonly [name: string]: string | number }, language?: Item | string): string;
}

/**
 * The host does not do this. `code` is stable: `http` or `kv` (not declared, not granted), `quota` (the store is full), `budget` (too many
 * calls), `halted` (it must not leave any more), `host` (it failed for now: `retry` is a good answer).
 */
export class HostRefusal extends Error {
  override readonly name = 'HostRefusal';
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

export interface HttpRequest {
  /** Whose call this is; it counts for that item, and a repetition after a crash is recognised by it. */
  readonly item?: Item;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** https; http for hosts the operator allowed. At most 4,096 characters, without user name and password. */
  readonly url: string;
  readonly headers?: { readonly [name: string]: string };
  /** Sent as JSON; a text as it is. At most 256 KiB; none for GET. */
  readonly body?: Json;
  /** Name of a credential of the manifest: the host injects it. */
  readonly credential?: string;
  /** Milliseconds, 100 to 30,000; default 10,000. */
  readonly timeoutMs?: number;
}

export type HttpAnswer =
  | {
      readonly status: number;
      readonly headers: { readonly [name: string]: string };
      /** Parsed when the answer is JSON, else text; 256 KiB at most. */
      readonly body: Json;
    }
  /** `refused` not allowed by grant or guard, `timeout`, `unreachable`, `too-large`, `budget` */
  | { readonly error: 'refused' | 'timeout' | 'unreachable' | 'too-large' | 'budget'; readonly message: string };

export type KvPlace =
  { readonly scope: 'workspace' } | { readonly scope: 'contact'; readonly item: Item } | { readonly scope: 'node' };

export interface ContextMessage {
  readonly channel: string;
  readonly subject?: string;
  readonly body: string;
  readonly data?: JsonObject;
}

/**
 * Functions a node may have besides `execute`; the manifest's `hooks` names those it has. None of them has side effects; `options`,
 * `poll` and `receive` may use `ctx.http`.
 */
export interface NodeHooks<Config = JsonObject> {
  /** Choices of a field with `x-options`, a page at a time. */
  options?(ctx: PluginContext, ask: OptionsAsk<Config>): Promise<OptionsAnswer> | OptionsAnswer;
  /** What a schema cannot say; pointers relative to the config. */
  validate?(ctx: PluginContext, config: Config): readonly ConfigIssue[];
  /** What would happen to this item: for a rehearsal and for the workbench. */
  preview?(ctx: PluginContext, config: Config, item: Item): JsonObject;
  estimate?(ctx: PluginContext, config: Config, ask: { readonly contacts: number }): Estimate;
  /** Pure: a config of one type version as a later one wants it. `to` is the manifest's `typeVersion`. */
  migrate?(config: JsonObject, step: { readonly from: number; readonly to: number }): Migrated;
  /** Triggers: asked every so often; answers what is new since the cursor. */
  poll?(ctx: PluginContext, ask: { readonly config: Config; readonly cursor: Json }): Promise<Brought>;
  /** Triggers: what another system posted to the source's address. */
  receive?(
    ctx: PluginContext,
    ask: { readonly config: Config; readonly request: Received },
  ): Promise<Brought> | Brought;
}

export interface OptionsAsk<Config> {
  /** That of the field's `x-options`. */
  readonly name: string;
  /** The draft's config, perhaps unfinished. */
  readonly config: Partial<Config>;
  /** What the person typed; empty for nothing. */
  readonly search: string;
  /** `next` of the page before; null for the first. */
  readonly cursor: string | null;
}
export interface OptionsAnswer {
  readonly items: readonly { readonly value: string; readonly label: string }[];
  readonly next: string | null;
}
export interface ConfigIssue {
  readonly severity: 'error' | 'warning';
  readonly pointer: string;
  readonly message: LocalText;
}
/** For so many contacts. */
export interface Estimate {
  readonly calls: number;
  /** In the currency's minor unit, when the other side charges. */
  readonly cost?: number;
  readonly currency?: string;
  readonly seconds?: number;
}
export interface Migrated {
  readonly config: JsonObject;
  /** What the new config cannot hold any more, by pointer into the old. */
  readonly lossy?: readonly { readonly pointer: string; readonly message: LocalText }[];
}
export interface Received {
  readonly headers: { readonly [name: string]: string };
  readonly query: { readonly [name: string]: string };
  readonly body: Json;
}
/** What a trigger brought. Types are those of its capability `events.emit`. */
export interface Brought {
  /** Comes back at the next `poll`; absent: as it was. */
  readonly cursor?: Json;
  readonly events: readonly {
    /** Stable: an event that comes twice is stored once. */
    readonly id: string;
    readonly type: string;
    /** The workspace's own name of the contact, or one of the identities. */
    readonly userId?: string;
    readonly email?: string;
    readonly phone?: string;
    readonly occurredAt?: number;
    readonly properties?: JsonObject;
  }[];
}
