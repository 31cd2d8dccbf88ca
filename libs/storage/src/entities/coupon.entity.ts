import { big, int, nullable, primary, table, text } from '../database/columns.js';

export interface CouponPoolRow {
  id: number;
  workspaceId: number;
  name: string;
  description: string;
  /** Codes per contact; 0 for no limit. */
  perContactLimit: number;
  validFrom: number | null;
  validUntil: number | null;
  /** Days (of 24 hours) a code is good for after it was issued. */
  validDays: number | null;
  state: 'open' | 'closed';
  /** Codes ever issued, and codes ever added; kept beside the codes so that stock needs no counting. */
  issuedCount: number;
  stockCount: number;
  createdAt: number;
}
export const CouponPool = table<CouponPoolRow>(
  'coupon_pool',
  {
    id: primary(big()),
    workspaceId: big(),
    name: text(),
    description: text(1000),
    perContactLimit: int(),
    validFrom: nullable(big()),
    validUntil: nullable(big()),
    validDays: nullable(int()),
    state: text(16),
    issuedCount: int(),
    stockCount: int(),
    createdAt: big(),
  },
  { ix_coupon_pool_workspace: ['workspaceId'] },
);

export interface CouponCodeRow {
  id: number;
  workspaceId: number;
  poolId: number;
  code: string;
  state: 'free' | 'issued' | 'redeemed';
  contactId: number | null;
  issuedAt: number | null;
  expiresAt: number | null;
  redeemedAt: number | null;
  effectKey: string | null;
}
export const CouponCode = table<CouponCodeRow>(
  'coupon_code',
  {
    id: primary(big()),
    workspaceId: big(),
    poolId: big(),
    code: text(),
    state: text(16),
    contactId: nullable(big()),
    issuedAt: nullable(big()),
    expiresAt: nullable(big()),
    redeemedAt: nullable(big()),
    effectKey: nullable(text()),
  },
  {
    ux_coupon_code_code: ['workspaceId', 'poolId', 'code'],
    ix_coupon_code_free: ['poolId', 'state', 'id'],
    ix_coupon_code_contact: ['workspaceId', 'contactId'],
  },
);

/** Append-only: what happened to codes. */
export interface CouponLedgerRow {
  id: number;
  workspaceId: number;
  poolId: number;
  codeId: number;
  contactId: number | null;
  /** 0 with the node `code:<id>` for what no run did. */
  runId: number;
  nodeId: string;
  visit: number;
  kind: 'issued' | 'redeemed' | 'voided';
  at: number;
}
export const CouponLedger = table<CouponLedgerRow>(
  'coupon_ledger',
  {
    id: primary(big()),
    workspaceId: big(),
    poolId: big(),
    codeId: big(),
    contactId: nullable(big()),
    runId: big(),
    nodeId: text(64),
    visit: int(),
    kind: text(16),
    at: big(),
  },
  { ux_coupon_ledger_visit: ['runId', 'nodeId', 'visit', 'kind'], ix_coupon_ledger_pool: ['poolId', 'at'] },
);
