import type { CookieOptions, Request, Response } from 'express';

export const SESSION_LIFE_MS = 14 * 24 * 3_600_000;

/**
 * The session's cookie: out of reach of scripts, not sent from other sites. Behind https it takes the `__Host-` prefix, which
 * browsers accept only with Secure, for the whole host, from this host alone.
 */
export class SessionCookie {
  readonly #name: string;
  readonly #options: CookieOptions;

  constructor(publicUrl: string | undefined) {
    const secure = publicUrl?.startsWith('https://') ?? false;
    this.#name = secure ? '__Host-sojourn_session' : 'sojourn_session';
    this.#options = { httpOnly: true, sameSite: 'lax', path: '/', secure };
  }

  read(request: Request): string | undefined {
    const header = request.headers.cookie ?? '';
    for (const part of header.split(';')) {
      const at = part.indexOf('=');
      if (at > 0 && part.slice(0, at).trim() === this.#name) return part.slice(at + 1).trim() || undefined;
    }
    return undefined;
  }

  write(response: Response, token: string): void {
    response.cookie(this.#name, token, { ...this.#options, maxAge: SESSION_LIFE_MS });
  }

  clear(response: Response): void {
    response.clearCookie(this.#name, this.#options);
  }
}
