import type { Json, JsonObject } from '@sojourn/kernel';
import type { Item } from './item.js';

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
    /** Adds to a number (0 when there is none) and answers the new one, atomically; once, however often the attempt is made. */
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
  /** In `receive` alone. */
  readonly signatures: {
    /**
     * Whether a text was signed by somebody who has the secret (HMAC-SHA256 unless `algorithm` says otherwise). The host compares; the secret does not come in. False
     * for every other signature; throws `HostRefusal` with the code `credential` when there is no such field, or nobody has entered it.
     *
     * ```ts
     * const signature = request.headers['x-acme-signature'] ?? '';
     * const isTheirs = await ctx.signatures.verify({ credential: 'hook', field: 'secret', text: request.raw, signature });
     * ```
     */
    verify(ask: SignatureCheck): Promise<boolean>;
    /**
     * Opens what WeChat or WeCom has encrypted with the key (EncodingAESKey, 43 characters) that is a field of a credential; the key does
     * not come in. Undefined for what is not encrypted so. Throws `HostRefusal` as `verify` does.
     */
    open(ask: SealedText): Promise<{ readonly text: string; readonly receiver: string } | undefined>;
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
 * calls), `halted` (it must not leave any more), `credential` (not declared, not entered), `signatures` (not here), `host` (it failed for now: `retry` is a good answer).
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

export interface SealedText {
  /** Name of a credential of the manifest, and the field of it that is the key. */
  readonly credential: string;
  readonly field: string;
  /** Base64, as it was posted. */
  readonly text: string;
}

export interface SignatureCheck {
  /** Name of a credential of the manifest, and the field of it that is the secret. */
  readonly credential: string;
  readonly field: string;
  /** What was signed, UTF-8: `raw`, or what the other side's documentation puts together with it. At most 512 KiB; 20 texts, one behind the other. */
  readonly text: string | readonly string[];
  /** Without a prefix such as `sha256=`. */
  readonly signature: string;
  /** How the signature is written. Default `hex`. */
  readonly encoding?: 'hex' | 'base64';
  /** Default `hmac-sha256`. */
  readonly algorithm?: SignatureAlgorithm;
}

/**
 * `hmac-*` with the field as the secret. `rsa-sha256`: the field is the sender's public key, PEM or bare base64. `sorted-sha1`: SHA-1 of the
 * field and all texts, sorted and put together, as WeChat and WeCom sign.
 */
export type SignatureAlgorithm = 'hmac-sha256' | 'hmac-sha1' | 'hmac-sha512' | 'rsa-sha256' | 'sorted-sha1';

/**
 * `item`: whose write it is. An attempt that broke off is made again, and each write is carried out once: of an item by itself with
 * `item`, and else of all items of the batch together.
 */
export type KvPlace =
  | { readonly scope: 'workspace'; readonly item?: Item }
  | { readonly scope: 'contact'; readonly item: Item }
  | { readonly scope: 'node'; readonly item?: Item };

export interface ContextMessage {
  readonly channel: string;
  readonly subject?: string;
  readonly body: string;
  readonly data?: JsonObject;
}
