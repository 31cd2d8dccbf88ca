import type { Json, JsonObject } from '@sojourn/kernel';

/**
 * Requests the host carries out for a whole batch at once, outside of any transaction of the step but in one of its own,
 * once per (run, node, visit): asked again after a crash, it gives the same answer.
 */
export type Ask =
  | { readonly kind: 'coupon.issue'; readonly pool: string }
  | { readonly kind: 'collectible.reserve'; readonly collection: string }
  | {
      readonly kind: 'script.run';
      readonly source: string;
      readonly input: JsonObject;
      readonly timeoutMs: number;
      readonly memoryMb: number;
    };

export type Answer =
  | {
      readonly kind: 'coupon.issue';
      readonly status: 'issued' | 'alreadyHas';
      /** The pool's name, whatever the config called it by. */
      readonly name?: string;
      readonly code: string;
      readonly expiresAt: number | null;
    }
  | { readonly kind: 'coupon.issue'; readonly status: 'soldOut' | 'closed' | 'missing'; readonly name?: string }
  /** `minted` at once by the ledger provider; `reserved` means: now emit a `mint` effect and wait for its receipt. */
  | {
      readonly kind: 'collectible.reserve';
      readonly status: 'minted' | 'reserved';
      /** The collection's name. */
      readonly name?: string;
      readonly mintId: number;
      readonly serial: number;
      readonly proof?: string;
    }
  | { readonly kind: 'collectible.reserve'; readonly status: 'soldOut' | 'missing'; readonly name?: string }
  | { readonly kind: 'script.run'; readonly status: 'ok'; readonly value: Json }
  | { readonly kind: 'script.run'; readonly status: 'error' | 'timeout' | 'memory'; readonly message: string };
