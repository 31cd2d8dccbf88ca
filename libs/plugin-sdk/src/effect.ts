import type { JsonObject } from '@sojourn/kernel';
import type { ContactPatch } from './decision.js';

/** What a node wants done, as data. `(run, node, visit, action)` is its key: it happens once. */
export type Effect =
  /** Changes the contact in the same commit. A node says `patch` instead; the engine makes this of it. */
  | ({ readonly kind: 'contact' } & ContactPatch)
  /** Records an event of the contact in the same commit. */
  | { readonly kind: 'track'; readonly event: string; readonly properties: JsonObject }
  /** Leaves the house through the outbox after the commit; a receipt comes back to the node. */
  | {
      readonly kind: 'message';
      readonly action?: string;
      readonly channel: string;
      readonly content: MessageContent;
      readonly data: JsonObject;
    }
  | { readonly kind: 'webhook'; readonly action?: string; readonly request: WebhookRequest }
  | { readonly kind: 'mint'; readonly action?: string; readonly collection: string; readonly mintId: number };

/** Liquid sources; the host renders them with `data` just before delivery. */
export interface MessageContent {
  readonly subject?: string;
  /** Liquid text (inbox), or Liquid in MJML (mail). */
  readonly body: string;
  readonly format: 'text' | 'mjml';
}

export interface WebhookRequest {
  readonly method: 'POST' | 'PUT';
  readonly url: string;
  readonly headers?: { readonly [name: string]: string };
  /** JSON body; the host signs it by Standard Webhooks. */
  readonly body: JsonObject;
  readonly timeoutMs?: number;
  /** Deliveries after the first while the address is unavailable; the host's default when absent. */
  readonly retries?: number;
}
