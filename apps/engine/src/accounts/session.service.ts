import { Inject, Injectable } from '@nestjs/common';
import { UserError, type Clock } from '@sojourn/kernel';
import { recordAudit, sessions, users, workspaces, type Database, type Tx, type UserRow } from '@sojourn/storage';
import { invalidInput } from '../http/invalid-input.js';
import { CLOCK, DATABASE } from '../ports.js';
import { Attempts } from './attempts.js';
import type { Caller } from './caller.js';
import { hashPassword, passwordFits } from './passwords.js';
import type { NewPassword, SessionView, SignIn } from './session.dto.js';
import { SESSION_LIFE_MS } from './session-cookie.js';
import { hashOf, newToken } from './tokens.js';
import { workspaceView } from './workspace.service.js';

interface From {
  /** The client's network address. */
  readonly address: string;
  /** The token of a session that this sign-in replaces. */
  readonly replaces: string | undefined;
}

@Injectable()
export class SessionService {
  readonly #attempts: Attempts;

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    this.#attempts = new Attempts(clock);
  }

  async signIn(given: SignIn, from: From): Promise<{ readonly token: string; readonly view: SessionView }> {
    const { email, password, token } = given;
    if (token !== undefined) {
      this.#attempts.check(from.address, '');
      return this.#begin(from, '', async (tx) => users.useSignInToken(tx, hashOf(token), this.clock.now()));
    }
    if (email === undefined || password === undefined)
      throw invalidInput([
        {
          pointer: email === undefined ? '/email' : '/password',
          message: 'email and password are both needed, or a token',
        },
      ]);
    this.#attempts.check(from.address, email);
    const user = await users.byEmail(this.database.read, email);
    const fits = await passwordFits(password, user?.passwordHash ?? null);
    return this.#begin(from, email, () => Promise.resolve(fits ? user?.id : undefined));
  }

  async view(caller: Caller): Promise<SessionView> {
    const session = await sessions.find(this.database.read, caller.sessionId ?? '', this.clock.now());
    const user = session && (await users.byId(this.database.read, session.userId));
    if (!session || !user) throw refused('The session is over. Sign in again.');
    const memberships = await users.memberships(this.database.read, user.id);
    const views = (await workspaces.byIds(this.database.read, memberships.map(({ workspaceId }) => workspaceId))).map(workspaceView); // prettier-ignore
    return {
      user: { id: user.id, email: user.email, name: user.name, hasPassword: user.passwordHash !== null },
      workspace: views.find(({ id }) => id === session.workspaceId)!, // the session was found through its membership
      workspaces: views,
      role: session.role,
      csrfToken: session.csrf,
    };
  }

  async signOut(caller: Caller): Promise<void> {
    await this.database.inTransaction((tx) => sessions.remove(tx, caller.sessionId ?? ''));
  }

  async setPassword(caller: Caller, { password, currentPassword }: NewPassword): Promise<void> {
    const user = await this.#person(caller);
    if (user.passwordHash !== null && !(await passwordFits(currentPassword ?? '', user.passwordHash)))
      throw refused('The current password is wrong. Type it again.');
    const hash = await hashPassword(password);
    await this.database.inTransaction(async (tx) => {
      await users.setPassword(tx, user.id, hash);
      await sessions.removeOthers(tx, user.id, caller.sessionId);
      await recordAudit(tx, {
        workspaceId: caller.workspaceId,
        userId: user.id,
        at: this.clock.now(),
        action: 'user.password-set',
        subject: `user ${user.id}`,
      });
    });
  }

  async switchWorkspace(caller: Caller, workspaceId: number): Promise<SessionView> {
    const user = await this.#person(caller);
    const mine = await users.memberships(this.database.read, user.id);
    if (!mine.some((membership) => membership.workspaceId === workspaceId))
      throw new UserError('This is none of your workspaces. Choose one from the list.', {
        code: 'workspace.not-found',
        status: 404,
        details: { workspaceId },
      });
    await this.database.inTransaction((tx) => sessions.moveTo(tx, caller.sessionId ?? '', workspaceId));
    return this.view(caller);
  }

  /** A fresh token at every sign-in: one that was planted before it is worth nothing. */
  async #begin(
    from: From,
    email: string,
    identify: (tx: Tx) => Promise<number | undefined>,
  ): Promise<{ readonly token: string; readonly view: SessionView }> {
    const token = newToken();
    const id = hashOf(token);
    const caller = await this.database.inTransaction(async (tx): Promise<Caller | undefined> => {
      const now = this.clock.now();
      const userId = await identify(tx);
      const [membership] = userId === undefined ? [] : await users.memberships(tx, userId);
      if (userId === undefined || !membership) return undefined;
      if (from.replaces) await sessions.remove(tx, hashOf(from.replaces));
      await sessions.removeExpired(tx, now);
      const { workspaceId, role } = membership;
      await sessions.add(tx, {
        id,
        userId,
        workspaceId,
        createdAt: now,
        expiresAt: now + SESSION_LIFE_MS,
        csrf: newToken(),
      });
      return { workspaceId, role, userId, sessionId: id };
    });
    if (!caller) {
      this.#attempts.failed(from.address, email);
      throw refused(
        email
          ? 'E-mail and password do not fit. Try again.'
          : 'This sign-in link was used already or is older than 24 hours. Get a new one: npm run -s sojourn -- sign-in',
        email ? 'session.refused' : 'session.link-used',
      );
    }
    this.#attempts.succeeded(from.address, email);
    return { token, view: await this.view(caller) };
  }

  async #person(caller: Caller): Promise<UserRow> {
    const user = caller.userId === null ? undefined : await users.byId(this.database.read, caller.userId);
    if (!user) throw refused('The session is over. Sign in again.');
    return user;
  }
}

function refused(message: string, code = 'session.refused'): UserError {
  return new UserError(message, { code, status: 401 });
}
