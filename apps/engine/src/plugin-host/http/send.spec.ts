import { MockAgent } from 'undici';
import { expect, it } from 'vitest';
import { Redactor } from './redact.js';
import { send } from './send.js';

async function answerTo(body: string): Promise<unknown> {
  const agent = new MockAgent();
  agent.disableNetConnect();
  agent.get('https://api.acme.test').intercept({ path: '/' }).reply(200, body, { headers: { 'content-type': 'application/json' } }); // prettier-ignore
  const out = { method: 'GET', url: new URL('https://api.acme.test/'), headers: {}, body: undefined, timeoutMs: 5_000 };
  const { answer } = await send(agent, out, new Redactor(['secret']));
  await agent.close();
  return 'body' in answer ? answer.body : answer;
}
const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);

it('JSON that is deeper than anybody can walk is handed on as a text', async () => {
  expect(await answerTo(nested(100))).toEqual(JSON.parse(nested(100)));
  expect(await answerTo(nested(102))).toBe(nested(102));
  expect(await answerTo(nested(100_000))).toBe(nested(100_000));
});
