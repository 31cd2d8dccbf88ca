import type { Json, JsonObject, LocalText } from '@sojourn/kernel';
import type { PluginContext } from './context.js';
import type { Item } from './item.js';

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
  /** Some systems ask first, by GET, whether the address is what somebody says it is: `reply` answers them. */
  readonly method: 'GET' | 'POST';
  readonly headers: { readonly [name: string]: string };
  readonly query: { readonly [name: string]: string };
  /** By the content type: JSON as it is, a form as an object of texts (lists where a field comes more than once), all else as text; null for nothing. */
  readonly body: Json;
  /** What was posted as it came, to the letter, UTF-8: what its sender has signed. See `ctx.signatures`. */
  readonly raw: string;
}

/** What a trigger brought. Types are those of its capability `events.emit`. */
export interface Brought {
  /** Comes back at the next `poll`; absent: as it was. */
  readonly cursor?: Json;
  /** In `receive`: what the sender is told instead of a receipt, where it waits for words of its own (`success`). At most 4,096 characters. */
  readonly reply?: {
    readonly body: string;
    /** Default `text/plain`. */
    readonly type?: 'text/plain' | 'application/json' | 'application/xml';
  };
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
