import type { JsonObject, LocalText } from '@sojourn/kernel';

/** What it asks of the host. Each with its reason in plain words: the consent screen shows it. */
export type Capability =
  | {
      readonly kind: 'http';
      /** `api.acme.test`, `*.acme.test`; never an address or a bare `*`. */
      readonly hosts: readonly string[];
      readonly methods: readonly HttpMethod[];
      /** Path prefixes with `*` at the end: `/v1/*`. */
      readonly paths: readonly string[];
      readonly reason: LocalText;
    }
  | { readonly kind: 'contacts.read'; readonly fields: readonly string[]; readonly reason: LocalText }
  | { readonly kind: 'contacts.write'; readonly fields: readonly string[]; readonly reason: LocalText }
  | {
      readonly kind: 'messages.send';
      readonly channels: readonly string[];
      /** Messages to one contact within 24 hours at most. */
      readonly perContactPerDay: number;
      readonly reason: LocalText;
    }
  | {
      readonly kind: 'kv';
      readonly scopes: readonly KvScope[];
      readonly quotaKb: number;
      readonly reason: LocalText;
    }
  | { readonly kind: 'events.emit'; readonly names: readonly string[]; readonly reason: LocalText }
  /** Host services asked by the verb `ask`. */
  | { readonly kind: 'coupons' | 'collectibles' | 'scripts' | 'webhooks'; readonly reason: LocalText };

export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** One store for the whole workspace, one for each contact, one for each node of a journey. */
export type KvScope = 'workspace' | 'contact' | 'node';

/** A secret of the workspace. The code sees a handle; the host puts the value where it belongs, on allowed hosts alone. */
export interface CredentialSpec {
  readonly name: string;
  readonly title: LocalText;
  readonly help?: LocalText;
  /** JSON Schema of an object of texts; `x-secret: true` hides a field. */
  readonly fields: JsonObject;
  /** `{field}` holes are filled on the host's side. */
  readonly inject: {
    readonly headers?: { readonly [name: string]: string };
    readonly query?: { readonly [name: string]: string };
    readonly basic?: { readonly user: string; readonly password: string };
  };
  readonly hosts: readonly string[];
  /** A call that shows that it works: a status below 400. */
  readonly test?: { readonly method: HttpMethod; readonly url: string };
}
