import { type Decision, type HttpAnswer, type Item, retry, to } from '@sojourn/plugin-sdk/engine';

/** When to ask again, by how often was asked before: a minute, ten minutes, an hour. */
const LATER = [60_000, 600_000, 3_600_000];

/** What the other side meant: done, refused for good, or not now. */
export function meant(answer: HttpAnswer | undefined): 'done' | 'refused' | 'later' {
  if (answer === undefined || 'error' in answer) return answer?.error === 'refused' ? 'refused' : 'later';
  if (answer.status < 300) return 'done';
  return answer.status === 429 || answer.status >= 500 ? 'later' : 'refused';
}

export function statusOf(answer: HttpAnswer | undefined): number {
  return answer !== undefined && 'status' in answer ? answer.status : 0;
}

/** A field of the answer as a text; empty when it is not there. */
export function textIn(answer: HttpAnswer | undefined, name: string): string {
  const body = answer !== undefined && 'body' in answer ? answer.body : null;
  const value = typeof body === 'object' && body !== null && !Array.isArray(body) ? Reflect.get(body, name) : undefined;
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** Asks again a while later; after the last time the item leaves by `failed`. */
export function later(item: Item): Decision {
  const attempt = item.wake.kind === 'retry' ? item.wake.attempt : 1;
  const after = LATER[attempt - 1];
  return after === undefined
    ? to(item, 'failed', { why: { code: 'unavailable', params: { attempts: attempt } } })
    : retry(item, { after, why: { code: 'busy', params: { attempt: attempt + 1 } } });
}
