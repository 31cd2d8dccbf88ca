import type { Issue, JourneyDocument, Manifest } from './shapes.js';

export type { Issue, JourneyDocument, Manifest } from './shapes.js';

/** Ids are JS-safe numbers; times are epoch milliseconds. */
export type Id = number;

export interface WorkspaceView {
  readonly id: Id;
  readonly name: string;
  readonly slug: string;
  readonly timeZone: string;
  readonly language: 'en' | 'zh-CN';
  readonly isDemo: boolean;
}

export type Role = 'owner' | 'admin' | 'editor' | 'viewer';

export interface SessionView {
  readonly user: { readonly id: Id; readonly email: string; readonly name: string; readonly hasPassword: boolean };
  readonly workspace: WorkspaceView;
  readonly workspaces: readonly WorkspaceView[];
  readonly role: Role;
  readonly csrfToken: string;
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
  readonly total?: number;
}

export type JourneyState = 'draft' | 'live' | 'paused' | 'archived';

export interface JourneyRow {
  readonly id: Id;
  readonly name: string;
  readonly description: string | null;
  readonly state: JourneyState;
  readonly nodeCount: number;
  readonly active: number;
  readonly entered: number;
  readonly goals: number;
  readonly updatedAt: number;
  readonly publishedAt: number | null;
  readonly owner: string | null;
}

export interface JourneyView {
  readonly id: Id;
  readonly name: string;
  readonly state: JourneyState;
  readonly document: JourneyDocument;
  readonly revision: number;
  readonly liveVersion: { readonly id: Id; readonly number: number; readonly publishedAt: number } | null;
  readonly issues: readonly Issue[];
  readonly updatedAt: number;
}

export interface JourneyCounts {
  readonly asOf: number;
  readonly version: number | null;
  readonly entered: number;
  readonly active: number;
  readonly ended: Readonly<Record<string, number>>;
  readonly nodes: Readonly<
    Record<string, { readonly entered: number; readonly here: number; readonly outcomes: Readonly<Record<string, number>> }>
  >;
}

export interface JourneyVersionRow {
  readonly id: Id;
  readonly number: number;
  readonly publishedAt: number;
  readonly publishedBy: string | null;
}

export interface RunRow {
  readonly id: Id;
  readonly contact: { readonly id: Id; readonly name: string | null };
  readonly nodeId: string | null;
  readonly state: RunState;
  readonly startedAt: number;
  readonly dueAt: number | null;
  readonly endReason: string | null;
}

export type RunState = 'active' | 'paused' | 'ended' | 'quarantined';

export interface ContactRow {
  readonly id: Id;
  readonly externalId: string | null;
  readonly name: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly tags: readonly string[];
  readonly createdAt: number;
  readonly lastSeenAt: number | null;
}

export interface ContactView extends ContactRow {
  readonly language: string | null;
  readonly timeZone: string | null;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly identities: readonly { readonly kind: string; readonly value: string; readonly createdAt?: number }[];
  readonly updatedAt: number;
}

export interface Why {
  readonly code: string;
  readonly params?: Readonly<Record<string, unknown>>;
}

export interface PathStep {
  readonly at: number;
  readonly nodeId: string;
  readonly nodeType: string;
  readonly nodeTitle: string | null;
  readonly visit: number;
  readonly outcome: string | null;
  readonly why: Why | null;
}

export interface ContactRun {
  readonly id: Id;
  readonly journey: { readonly id: Id; readonly name: string };
  readonly version: number;
  readonly state: RunState;
  readonly startedAt: number;
  readonly endedAt: number | null;
  readonly endReason: string | null;
  readonly endDetail: string | null;
  readonly path: readonly PathStep[];
}

export interface CouponPool {
  readonly id: Id;
  readonly name: string;
  readonly description: string | null;
  readonly perContactLimit: number | null;
  readonly validFrom: number | null;
  readonly validUntil: number | null;
  readonly validDays: number | null;
  readonly state: 'open' | 'closed';
  readonly stock: { readonly total: number; readonly free: number; readonly issued: number; readonly redeemed: number };
}

export interface CouponCode {
  readonly id: Id;
  readonly code: string;
  readonly state: 'free' | 'issued' | 'redeemed';
  readonly contact: { readonly id: Id; readonly name: string | null } | null;
  readonly issuedAt: number | null;
  readonly expiresAt: number | null;
  readonly redeemedAt: number | null;
}

export interface Collection {
  readonly id: Id;
  readonly name: string;
  readonly description: string | null;
  readonly imageUrl: string | null;
  readonly provider: 'ledger' | 'evm';
  readonly supply: number | null;
  readonly minted: number;
  readonly transferable: boolean;
  readonly createdAt: number;
}

export interface Mint {
  readonly id: Id;
  readonly serial: number;
  readonly contact: { readonly id: Id; readonly name: string | null } | null;
  readonly state: 'minted' | 'reserved' | 'failed';
  readonly mintedAt: number | null;
  readonly hash: string | null;
  readonly previousHash: string | null;
  readonly txHash: string | null;
  readonly reason: string | null;
}

export interface ChainCheck {
  readonly ok: boolean;
  readonly checked: number;
  readonly brokenAt: number | null;
}

export interface InboxMessage {
  readonly id: Id;
  readonly contact: { readonly id: Id; readonly name: string | null };
  readonly subject: string | null;
  readonly body: string;
  readonly format: 'text' | 'html';
  readonly at: number;
  readonly journey: { readonly id: Id; readonly name: string } | null;
}

export interface ApiKeyRow {
  readonly id: Id;
  readonly name: string;
  readonly kind: 'write' | 'secret';
  readonly prefix: string;
  readonly createdAt: number;
  readonly lastUsedAt: number | null;
  readonly revokedAt: number | null;
}

export interface MailSettings {
  readonly host: string;
  readonly port: number;
  readonly secure: boolean;
  readonly user: string | null;
  readonly hasPassword: boolean;
  readonly from: string;
}

export interface Overview {
  readonly contacts: number;
  readonly eventsToday: number;
  readonly activeRuns: number;
  readonly messagesToday: number;
  readonly asOf: number;
}

export interface EventTypeRow {
  readonly type: string;
  readonly count: number;
  readonly properties: readonly string[];
}

export interface AttributeRow {
  readonly path: string;
  readonly sample: unknown;
}

export interface TagRow {
  readonly tag: string;
  readonly count: number;
}
