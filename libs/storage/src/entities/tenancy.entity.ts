import { big, flag, json, long, nullable, primary, table, text } from '../database/columns.js';

export interface OrganizationRow {
  id: number;
  name: string;
  createdAt: number;
}
export const Organization = table<OrganizationRow>('organization', {
  id: primary(big()),
  name: text(),
  createdAt: big(),
});

export interface WorkspaceRow {
  id: number;
  organizationId: number;
  slug: string;
  name: string;
  timeZone: string;
  language: string;
  createdAt: number;
  isDemo: boolean;
}
export const Workspace = table<WorkspaceRow>(
  'workspace',
  {
    id: primary(big()),
    organizationId: big(),
    slug: text(),
    name: text(),
    timeZone: text(64),
    language: text(16),
    createdAt: big(),
    isDemo: flag(),
  },
  { ux_workspace_slug: ['slug'] },
);

/** What a workspace is set to, by name: `mail`. */
export interface SettingRow {
  workspaceId: number;
  name: string;
  value: unknown;
}
export const Setting = table<SettingRow>('setting', {
  workspaceId: primary(big()),
  name: primary(text(64)),
  value: json(),
});

/** AES-256-GCM, made and opened by the caller; write-only towards people. */
export interface SecretRow {
  workspaceId: number;
  name: string;
  ciphertext: string;
}
export const Secret = table<SecretRow>('secret', {
  workspaceId: primary(big()),
  name: primary(text(64)),
  ciphertext: long(),
});

export interface ApiKeyRow {
  id: number;
  workspaceId: number;
  name: string;
  kind: 'write' | 'secret';
  hash: string;
  /** The first characters, to tell keys apart; the key itself is shown once and kept nowhere. */
  prefix: string;
  createdAt: number;
  lastUsedAt: number | null;
  revokedAt: number | null;
}
export const ApiKey = table<ApiKeyRow>(
  'api_key',
  {
    id: primary(big()),
    workspaceId: big(),
    name: text(),
    kind: text(16),
    hash: text(64),
    prefix: text(32),
    createdAt: big(),
    lastUsedAt: nullable(big()),
    revokedAt: nullable(big()),
  },
  { ux_api_key_hash: ['hash'], ix_api_key_workspace: ['workspaceId'] },
);

export interface AuditRow {
  id: number;
  workspaceId: number;
  userId: number | null;
  at: number;
  action: string;
  subject: string;
  details: unknown;
  apiKeyId: number | null;
  /** Its place in the workspace's chain, from 1; null: written by a release before there was one. */
  seq: number | null;
  /** Seals this entry and all before it, see audit/seal.ts. */
  hash: string | null;
}
export const Audit = table<AuditRow>(
  'audit',
  {
    id: primary(big()),
    workspaceId: big(),
    userId: nullable(big()),
    at: big(),
    action: text(64),
    subject: text(),
    details: nullable(json()),
    apiKeyId: nullable(big()),
    seq: nullable(big()),
    hash: nullable(text(64)),
  },
  { ix_audit_workspace: ['workspaceId', 'at'], ux_audit_seq: ['workspaceId', 'seq'] },
);

/** The end of a workspace's audit chain. */
export interface AuditHeadRow {
  workspaceId: number;
  seq: number;
  hash: string;
}
export const AuditHead = table<AuditHeadRow>('audit_head', {
  workspaceId: primary(big()),
  seq: big(),
  hash: text(64),
});
