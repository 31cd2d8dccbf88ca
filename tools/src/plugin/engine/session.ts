import { messageOf, OperationalError, UserError } from '@sojourn/kernel';

/** A way to speak to an engine's API: as a person who is signed in, or by a secret key. */
export interface Session {
  readonly url: string;
  send<T>(method: string, where: string, body?: object | Uint8Array): Promise<T>;
}

/** Where `dev` puts a plugin, and how what was started for it ends. */
export interface DevPlace {
  readonly session: Session;
  stop?(): Promise<void>;
}

/** Signs in by the token of a link. */
export async function signIn(url: string, token: string): Promise<Session & { readonly workspaceId: number }> {
  const answer = await reach(url, '/api/session', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token }),
  });
  if (!answer.ok) throw refused('POST', '/api/session', answer.status, await answer.text());
  const view = (await answer.json()) as { readonly csrfToken: string; readonly workspace: { readonly id: number } };
  const cookie = answer.headers.getSetCookie().map((one) => one.split(';')[0]).join('; '); // prettier-ignore
  let csrf = view.csrfToken;
  return {
    url,
    workspaceId: view.workspace.id,
    async send<T>(method: string, where: string, body?: object | Uint8Array) {
      const json = await ask<T & { readonly csrfToken?: string }>(url, method, where, body, { cookie, 'x-csrf-token': csrf }); // prettier-ignore
      csrf = json.csrfToken ?? csrf;
      return json;
    },
  };
}

/** Works by a secret key of a workspace. Throws UserError `cli.bad-call` for an address or a key that can be none. */
export function byKey(url: string, key: string): Session {
  const base = url.replace(/\/+$/, '');
  if (!/^https?:$/.test(URL.parse(base)?.protocol ?? '')) {
    throw new UserError(`"${url}" is no web address: give one such as http://127.0.0.1:3000.`, {
      code: 'cli.bad-call',
    });
  }
  if (!/^[\x21-\x7e]+$/.test(key)) throw new UserError('--key is no key: it has letters and digits alone.', { code: 'cli.bad-call' }); // prettier-ignore
  return {
    url: base,
    send: (method, where, body) => ask(base, method, where, body, { authorization: `Bearer ${key}` }),
  };
}

async function ask<T>(
  url: string,
  method: string,
  where: string,
  body: object | Uint8Array | undefined,
  headers: Record<string, string>,
): Promise<T> {
  const isBytes = body instanceof Uint8Array;
  const reply = await reach(url, where, {
    method,
    headers: { 'content-type': isBytes ? 'application/octet-stream' : 'application/json', ...headers },
    ...(body !== undefined && { body: isBytes ? new Uint8Array(body) : JSON.stringify(body) }),
  });
  const text = await reply.text();
  if (!reply.ok) throw refused(method, where, reply.status, text);
  try {
    return (text === '' ? {} : JSON.parse(text)) as T;
  } catch (error) {
    throw noEngine(`${url} answers, but is no Sojourn: look at the address.`, error);
  }
}

/** A trial over 100 contacts takes seconds at most; who answers nothing for so long is no engine. */
const PATIENCE_MS = 60_000;

async function reach(url: string, where: string, request: RequestInit): Promise<Response> {
  try {
    return await fetch(`${url}${where}`, { ...request, signal: AbortSignal.timeout(PATIENCE_MS) });
  } catch (error) {
    const { cause } = error as { readonly cause?: { readonly code?: string; readonly message?: string } };
    // A key with a line break or the like never leaves this machine.
    const why = cause?.code ?? cause?.message ?? messageOf(error);
    throw noEngine(`Nothing answers at ${url} (${why}): is the engine running, and is the address right?`, error);
  }
}

const noEngine = (words: string, cause: unknown): OperationalError => new OperationalError(words, { code: 'cli.no-answer', cause }); // prettier-ignore

/** What a person can do where the engine's own words cannot know it. */
const REMEDIES: { readonly [status: number]: string } = {
  401: ' Make a secret key in its studio (Settings, API keys) and give it with --key.',
  403: ' Give a secret key of a workspace; a write key only takes events.',
};

function refused(method: string, where: string, status: number, text: string): OperationalError {
  let words = `${method} ${where} was answered ${status}, and not by a Sojourn: look at the address.`;
  try {
    const { error } = JSON.parse(text) as { error?: { code: string; message: { en: string } } };
    if (error) words = `The engine refuses: ${error.message.en} (${status}, ${error.code})${REMEDIES[status] ?? ''}`; // prettier-ignore
  } catch {
    // Not from the engine.
  }
  return new OperationalError(words, { code: 'cli.refused', details: { status } });
}
