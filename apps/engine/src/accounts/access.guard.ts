import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { UserError } from '@sojourn/kernel';
import { timingSafeEqual } from 'node:crypto';
import { ACCESS, type Access } from '../http/operation.js';
import type { CalledRequest, Caller } from './caller.js';
import { mayActAs } from './roles.js';
import type { SessionCookie } from './session-cookie.js';

/** Finds out who calls. */
export interface Identifier {
  /** By the session's token; with its CSRF token. */
  bySession(token: string): Promise<{ readonly caller: Caller; readonly csrf: string } | undefined>;
  /** By a secret key. */
  byKey(key: string): Promise<Caller | undefined>;
}

const READS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Lets a request through when its caller may do what the operation declares; an undeclared operation is refused to all. */
export class AccessGuard implements CanActivate {
  readonly #identify: Identifier;
  readonly #cookie: SessionCookie;
  readonly #reflector = new Reflector();

  constructor(identify: Identifier, cookie: SessionCookie) {
    this.#identify = identify;
    this.#cookie = cookie;
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const access = this.#reflector.get<Access | undefined>(ACCESS, context.getHandler());
    if (access === 'anyone') return true;
    const request = context.switchToHttp().getRequest<CalledRequest>();
    const caller = await this.#callerOf(request);
    request.caller = caller;
    if (access === undefined) throw forbidden(caller, 'nobody');
    if (access === 'user') {
      if (caller.userId === null)
        throw new UserError('This belongs to a person: sign in instead of using a key.', {
          code: 'access.person-only',
          status: 403,
        });
    } else if (!mayActAs(caller.role, access)) throw forbidden(caller, access);
    return true;
  }

  async #callerOf(request: CalledRequest): Promise<Caller> {
    const [scheme, key] = (request.headers.authorization ?? '').split(' ');
    if (scheme?.toLowerCase() === 'bearer' && key) {
      const caller = await this.#identify.byKey(key);
      if (caller) return caller;
      throw new UserError('This secret key is not known. It may have been revoked: make a new one in Settings.', {
        code: 'access.unknown-key',
        status: 401,
      });
    }
    const token = this.#cookie.read(request);
    const session = token ? await this.#identify.bySession(token) : undefined;
    if (!session)
      throw new UserError('You are not signed in. Sign in and try again.', { code: 'access.signed-out', status: 401 });
    if (!READS.has(request.method) && !same(request.headers['x-csrf-token'], session.csrf))
      throw new UserError('The header x-csrf-token is missing or old. Reload the page and try again.', {
        code: 'access.csrf',
        status: 403,
      });
    return session.caller;
  }
}

function forbidden(caller: Caller, needed: string): UserError {
  return new UserError(`This needs the role ${needed}; yours is ${caller.role}. Ask an owner of the workspace.`, {
    code: 'access.role',
    status: 403,
    details: { needed, role: caller.role },
  });
}

function same(given: string | string[] | undefined, expected: string): boolean {
  const a = Buffer.from(typeof given === 'string' ? given : '');
  const b = Buffer.from(expected);
  return a.length === b.length && timingSafeEqual(a, b);
}
