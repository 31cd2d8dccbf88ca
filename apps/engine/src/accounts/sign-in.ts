import type { Clock } from '@sojourn/kernel';
import { UserError } from '@sojourn/kernel';
import { users, type Database } from '@sojourn/storage';
import { hashOf, newToken } from './tokens.js';

const LINK_LIFE_MS = 24 * 3_600_000;

/**
 * Makes a one-time sign-in token for a person, good for 24 hours; earlier unused ones are void. Only its hash is kept.
 * Throws UserError `user.not-found` when nobody has this e-mail.
 *
 *     const { token } = await issueSignIn(database, 'owner@example.com', systemClock);
 *     console.log(signInLink('http://127.0.0.1:3000', token));
 */
export async function issueSignIn(
  database: Database,
  email: string,
  clock: Clock,
): Promise<{ readonly token: string; readonly expiresAt: number }> {
  const token = newToken();
  const expiresAt = clock.now() + LINK_LIFE_MS;
  await database.inTransaction(async (tx) => {
    const user = await users.byEmail(tx, email.trim().toLowerCase());
    if (!user)
      throw new UserError(`Nobody signs in as ${email}. Check the e-mail.`, {
        code: 'user.not-found',
        status: 404,
        details: { email },
      });
    await users.addSignInToken(tx, { hash: hashOf(token), userId: user.id, expiresAt });
  });
  return { token, expiresAt };
}

/** The address a person opens; the studio hands the token to `POST /api/session`. */
export function signInLink(publicUrl: string, token: string): string {
  return `${publicUrl}/sign-in?token=${token}`;
}
