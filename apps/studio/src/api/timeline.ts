import type { Id, Why } from './types.js';

interface Common {
  readonly at: number;
  readonly runId?: Id | null;
  readonly journey?: { readonly id: Id; readonly name: string } | null;
}

/** One line of a contact's life, newest first. */
export type TimelineItem =
  | (Common & { readonly kind: 'event'; readonly type: string; readonly properties: Readonly<Record<string, unknown>> })
  | (Common & { readonly kind: 'run-started'; readonly version?: number })
  | (Common & {
      readonly kind: 'step';
      readonly nodeId: string;
      readonly nodeType: string;
      readonly nodeTitle: string | null;
      readonly outcome: string | null;
      readonly why: Why | null;
    })
  | (Common & { readonly kind: 'run-ended'; readonly endReason: string; readonly endDetail: string | null })
  | (Common & { readonly kind: 'message'; readonly channel?: string; readonly subject: string | null; readonly state?: string })
  | (Common & { readonly kind: 'coupon'; readonly pool: string; readonly code: string; readonly action?: string })
  | (Common & { readonly kind: 'collectible'; readonly collection: string; readonly serial: number | null });
