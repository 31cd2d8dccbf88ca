import { type Decision, type HttpAnswer, type Item, retry, to } from '@sojourn/plugin-sdk/engine';

/** When to ask again, by how often was asked before: a minute, ten minutes, an hour. */
const LATER = [60_000, 600_000, 3_600_000];
const LONGEST = 3_600_000;

/** What the carrier's answer means for one contact. */
export function decided(item: Item, answer: HttpAnswer | undefined, segments: number): Decision {
  if (answer === undefined || 'error' in answer || answer.status === 429 || answer.status >= 500)
    return later(item, answer);
  const code = textIn(answer.body, 'code');
  if (code === 'OK')
    return to(item, 'sent', {
      output: { sms: { id: textIn(answer.body, 'id'), segments } },
      why: { code: 'sent', params: { segments } },
    });
  if (code === 'BLACKLIST') return to(item, 'opted-out', { why: { code: 'opted-out' } });
  return to(item, 'failed', { why: { code: 'refused', params: { code: code || answer.status } } });
}

/** As late as the carrier asks, an hour at most; after the last time the contact leaves by `failed`. */
function later(item: Item, answer: HttpAnswer | undefined): Decision {
  const attempt = item.wake.kind === 'retry' ? item.wake.attempt : 1;
  const usual = LATER[attempt - 1];
  if (usual === undefined || (answer && 'error' in answer && answer.error === 'refused'))
    return to(item, 'failed', { why: { code: 'unavailable', params: { attempts: attempt } } });
  const asked = answer && 'headers' in answer ? Number(answer.headers['retry-after']) * 1_000 : NaN;
  const after = asked > 0 ? Math.min(asked, LONGEST) : usual;
  return retry(item, { after, why: { code: 'busy', params: { attempt: attempt + 1 } } });
}

function textIn(body: unknown, name: string): string {
  const value: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, name) : undefined;
  return typeof value === 'string' ? value : '';
}
