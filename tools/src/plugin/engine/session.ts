import { OperationalError } from '@sojourn/kernel';

/** A way to speak to an engine's API: as a person who is signed in, or by a secret key. */
export interface Session {
  readonly url: string;
  send<T>(method: string, where: string, body?: object | Uint8Array): Promise<T>;
}

/** Signs in by the token of a link. */
export async function signIn(url: string, token: string): Promise<Session & { readonly workspaceId: number }> {
  const answer = await fetch(`${url}/api/session`, {
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

/** Works by a secret key of a workspace. */
export function byKey(url: string, key: string): Session {
  const base = url.replace(/\/$/, '');
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
  const reply = await fetch(`${url}${where}`, {
    method,
    headers: { 'content-type': isBytes ? 'application/octet-stream' : 'application/json', ...headers },
    ...(body !== undefined && { body: isBytes ? new Uint8Array(body) : JSON.stringify(body) }),
  });
  const text = await reply.text();
  if (!reply.ok) throw refused(method, where, reply.status, text);
  return (text === '' ? {} : JSON.parse(text)) as T;
}

function refused(method: string, where: string, status: number, text: string): OperationalError {
  let words = text.slice(0, 1_000);
  try {
    const { message, code } = JSON.parse(text) as { message?: { en?: string }; code?: string };
    if (message?.en !== undefined) words = `${message.en} (${code ?? 'no code'})`;
  } catch {
    // Not from the engine: what came is shown as it is.
  }
  return new OperationalError(`${method} ${where} was answered ${status}: ${words}`, { code: 'cli.refused' });
}
