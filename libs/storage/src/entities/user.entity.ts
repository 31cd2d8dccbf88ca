import { big, nullable, primary, table, text } from '../database/columns.js';

export interface UserRow {
  id: number;
  /** Lower case. */
  email: string;
  name: string;
  /** argon2id; null until a password is chosen. */
  passwordHash: string | null;
  createdAt: number;
}
export const User = table<UserRow>(
  'user',
  { id: primary(big()), email: text(), name: text(), passwordHash: nullable(text(255)), createdAt: big() },
  { ux_user_email: ['email'] },
);

export type Role = 'owner' | 'admin' | 'editor' | 'viewer';
export interface MembershipRow {
  userId: number;
  workspaceId: number;
  role: Role;
}
export const Membership = table<MembershipRow>(
  'membership',
  { userId: primary(big()), workspaceId: primary(big()), role: text(16) },
  { ix_membership_workspace: ['workspaceId'] },
);

export interface SessionRow {
  /** SHA-256 of the token, hex. */
  id: string;
  userId: number;
  workspaceId: number;
  createdAt: number;
  expiresAt: number;
  csrf: string;
}
export const Session = table<SessionRow>(
  'session',
  { id: primary(text(64)), userId: big(), workspaceId: big(), createdAt: big(), expiresAt: big(), csrf: text(64) },
  { ix_session_user: ['userId'], ix_session_expires: ['expiresAt'] },
);

export interface SignInTokenRow {
  hash: string;
  userId: number;
  expiresAt: number;
  usedAt: number | null;
}
export const SignInToken = table<SignInTokenRow>('sign_in_token', {
  hash: primary(text(64)),
  userId: big(),
  expiresAt: big(),
  usedAt: nullable(big()),
});
