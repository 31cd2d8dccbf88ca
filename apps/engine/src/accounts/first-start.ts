import type { Clock } from '@sojourn/kernel';
import { users, workspaces, type Database } from '@sojourn/storage';
import { wantDemo } from '../demo/state.js';
import { issueSignIn } from './sign-in.js';

export interface FirstStart {
  /** Whether this was the first start on this database. */
  readonly created: boolean;
  readonly owner: { readonly email: string };
  /** The first workspace. */
  readonly workspaceId: number;
  /** A fresh one-time token, as long as the owner has no password; undefined afterwards. */
  readonly token: string | undefined;
}

interface Wanted {
  readonly ownerEmail: string;
  readonly timeZone: string;
  /** Whether a demo workspace comes first, still empty: see `prepareDemo`. */
  readonly demo?: boolean;
}

/**
 * Makes organization, workspace and owner when the database knows nobody yet; until a password is set, a sign-in token each
 * time, if wanted: a worker has nowhere to sign in to, and its token would void the one that the API printed.
 */
export async function firstStart(
  database: Database,
  clock: Clock,
  wanted: Wanted & { readonly signIn?: boolean },
): Promise<FirstStart> {
  const created = await createOwner(database, clock.now(), wanted).catch((error: unknown) => {
    // Several engines start together on a fresh database: one of them is first.
    if (database.dialect.isDuplicateKey(error)) return false;
    throw error;
  });
  const owner = (await users.first(database.read))!; // made above at the latest
  const [membership] = await users.memberships(database.read, owner.id);
  const needsLink = owner.passwordHash === null && wanted.signIn !== false;
  const token = needsLink ? (await issueSignIn(database, owner.email, clock)).token : undefined;
  return { created, owner, workspaceId: membership?.workspaceId ?? 0, token };
}

/** Answers whether there was nobody before. */
async function createOwner(database: Database, now: number, wanted: Wanted): Promise<boolean> {
  return database.inTransaction(async (tx) => {
    if (await users.first(tx)) return false;
    const organizationId = await workspaces.addOrganization(tx, 'My company', now);
    const userId = await users.add(tx, { email: wanted.ownerEmail, name: 'Owner', passwordHash: null, createdAt: now });
    if (wanted.demo) await wantDemo(tx, { organizationId, ownerId: userId, now });
    const workspaceId = await workspaces.add(tx, {
      organizationId,
      slug: 'main',
      name: 'My workspace',
      timeZone: wanted.timeZone,
      language: 'zh-CN',
      createdAt: now,
      isDemo: false,
    });
    await users.join(tx, userId, workspaceId, 'owner');
    return true;
  });
}
