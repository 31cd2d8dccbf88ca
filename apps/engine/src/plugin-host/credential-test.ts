import type { LocalText } from '@sojourn/kernel';
import { allowsHttp, type Capability, type CredentialSpec } from '@sojourn/plugin-sdk';
import type { CredentialValues } from './credential-store.js';
import type { Agents } from './http/agents.js';
import { Redactor } from './http/redact.js';
import { send } from './http/send.js';
import { inject } from './inject.js';

const TIMEOUT_MS = 10_000;

export interface TestResult {
  readonly ok: boolean;
  readonly status: number | null;
  readonly message: LocalText;
}

/** Makes the test request of a credential, under the same rules as any request of its plugin. What came back is not shown: only its status. */
export async function testCredential(
  agents: Agents,
  ask: {
    readonly spec: CredentialSpec;
    readonly values: CredentialValues | undefined;
    readonly asked: readonly Capability[];
    readonly granted: readonly Capability[];
  },
): Promise<TestResult> {
  const { spec, values, asked, granted } = ask;
  const { test } = spec;
  if (!test) return told('The plugin describes no test for it.', '插件没有提供测试方法。');
  if (!values) return told('Enter the credential first.', '请先填写凭据。');
  const url = URL.parse(test.url);
  const target = url && { method: test.method, url };
  if (!target || !allowsHttp(asked, target) || !allowsHttp(granted, target)) return told('Its test request goes to an address that was not granted.', '测试请求的地址未获授权。'); // prettier-ignore
  const injected = inject(spec, values, target.url);
  if (typeof injected === 'string') return told(injected, '凭据不完整，或不能用于该地址，请重新填写。');
  const agent = injected.url.protocol === 'http:' ? agents.http : agents.https;
  const out = { method: test.method, url: injected.url, headers: injected.headers, body: undefined, timeoutMs: TIMEOUT_MS }; // prettier-ignore
  const { answer } = await send(agent, out, new Redactor(injected.secrets));
  if ('error' in answer) return told(`No answer: ${answer.message}`, `没有得到响应：${answer.message}`);
  const { status } = answer;
  if (status < 400) return { ok: true, status, message: { en: 'It works.', 'zh-CN': '凭据可用。' } };
  return {
    ok: false,
    status,
    message: { en: `The other side answered ${status}.`, 'zh-CN': `对方返回了 ${status}。` },
  };
}

const told = (en: string, chinese: string): TestResult => ({ ok: false, status: null, message: { en, 'zh-CN': chinese } }); // prettier-ignore
