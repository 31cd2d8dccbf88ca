import { fetch as undiciFetch, type Dispatcher } from 'undici';

/** `fetch` through a guarded agent; redirects are not followed, they would have to be checked again. */
export function guardedFetch(agent: Dispatcher): typeof fetch {
  // undici's types and the global ones describe the same functions under two names.
  const carry = undiciFetch as unknown as (input: unknown, init: object) => Promise<Response>;
  return (input, init) =>
    carry(input instanceof Request ? input.url : input, { ...init, redirect: 'error', dispatcher: agent });
}
