import createClient, { type Middleware } from 'openapi-fetch';
import { ApiError, toApiError } from './error.js';
import type { paths } from './schema.js';

let csrfToken: string | undefined;
let onSignedOut: (() => void) | undefined;

/** The token comes with the session and goes out with every write. */
export function setCsrfToken(token: string | undefined): void {
  csrfToken = token;
}

/** Called when the engine answers 401 to anything but a question about the session itself: the session is over. */
export function whenSignedOut(listener: (() => void) | undefined): void {
  onSignedOut = listener;
}

const session: Middleware = {
  onRequest({ request }) {
    if (request.method !== 'GET' && csrfToken) request.headers.set('x-csrf-token', csrfToken);
    return request;
  },
  onResponse({ response, schemaPath }) {
    if (response.status === 401 && !schemaPath.startsWith('/api/session')) onSignedOut?.();
  },
  onError({ error }) {
    if (error instanceof DOMException && error.name === 'AbortError') return error;
    return new ApiError(0, 'network.unreachable', 'The engine cannot be reached', { cause: String(error) });
  },
};

/** The engine's API, typed by its OpenAPI document; `answer` turns what comes back into data or an `ApiError`. */
export const api = createClient<paths>({ credentials: 'same-origin' });
api.use(session);

/** The data of a call that succeeded; throws the engine's "no" as `ApiError`. */
export async function answer<Data>(
  call: Promise<{ data?: Data; error?: unknown; response: Response }>,
): Promise<Exclude<Data, undefined>> {
  const { data, error, response } = await call;
  if (!response.ok) throw toApiError(response.status, error);
  // Calls without an answer are typed as undefined, and nobody reads them.
  return data as Exclude<Data, undefined>;
}
