import type { LocalText } from '@sojourn/kernel';
import type { PluginManifest } from '@sojourn/plugin-sdk';
import { dataOf } from './capabilities.js';
import { asTheyAre, fieldWords, listWords } from './field-words.js';

export type RiskLevel = 'low' | 'medium' | 'high';

export interface Risk {
  readonly level: RiskLevel;
  /** The gravest first. */
  readonly reasons: readonly LocalText[];
}

/** Names a person, or may hold anything. */
const PERSONAL = /^(email|phone|externalId|attributes\.\*|event|events\..+)$/;

/** How much harm a plugin could do with everything that it asks for, from its manifest alone. */
export function riskOf(manifest: PluginManifest): Risk {
  const capabilities = manifest.capabilities ?? [];
  const kinds = new Set(capabilities.map(({ kind }) => kind));
  const { reads, writes } = dataOf(manifest);
  const personal = reads.filter((field) => PERSONAL.test(field));
  const high: LocalText[] = [];
  const medium: LocalText[] = [];
  const hosts = capabilities.flatMap((one) => (one.kind === 'http' ? one.hosts : []));
  const [to, seen, changed] = [listWords(asTheyAre(hosts), 3), namesOf(personal), namesOf(writes)];

  if (kinds.has('http') && personal.length > 0)
    high.push(words(`It sees personal data (${seen.en}) and can send it to ${to.en}.`, `可读取个人信息（${seen.zh}）并发送到 ${to.zh}。`)); // prettier-ignore
  else if (kinds.has('http'))
    medium.push(words(`It calls ${to.en} over the internet.`, `会访问互联网地址 ${to.zh}。`)); // prettier-ignore
  if (kinds.has('webhooks')) high.push(words('It calls any public address that its settings name.', '会访问其配置中填写的任意公网地址。')); // prettier-ignore
  if (kinds.has('messages.send')) high.push(words('It sends messages to your contacts.', '会向您的客户发送消息。'));
  if (kinds.has('coupons') || kinds.has('collectibles') || manifest.nodes.some(({ kind }) => kind === 'reward'))
    high.push(words('It gives away things of value.', '会发放有价权益。'));
  if (writes.includes('attributes.*') || writes.includes('tags.*'))
    high.push(words('It may change any attribute or tag of your contacts.', '可修改客户的任意属性或标签。'));
  else if (writes.length > 0 || kinds.has('contacts.write'))
    medium.push(words(`It changes ${changed.en || 'fields'} of your contacts.`, `会修改客户的${changed.zh || '字段'}。`)); // prettier-ignore
  if (!kinds.has('http') && personal.length > 0)
    medium.push(words(`It sees personal data (${seen.en}), which stays in this installation.`, `可读取个人信息（${seen.zh}），数据不会离开本系统。`)); // prettier-ignore
  if (kinds.has('events.emit')) medium.push(words('It records events, which can start journeys.', '会写入事件，可能触发旅程。')); // prettier-ignore
  if (kinds.has('kv')) medium.push(words('It keeps data of its own between runs.', '会在多次运行之间保存数据。'));
  if ((manifest.credentials ?? []).length > 0) medium.push(words('It uses credentials that you enter; it never sees them.', '会使用您填写的凭据，但无法看到其内容。')); // prettier-ignore

  const reasons = [...high, ...medium];
  if (reasons.length === 0)
    reasons.push(
      words('It decides by what it is handed and reaches nothing outside.', '仅根据收到的数据做判断，不接触外部。'),
    );
  return { level: high.length > 0 ? 'high' : medium.length > 0 ? 'medium' : 'low', reasons };
}

/** In the words of the consent screen; what is named twice once. */
const namesOf = (fields: readonly string[]) => listWords([...new Set(fields)].map(fieldWords), 4);

const words = (en: string, zh: string): LocalText => ({ en, 'zh-CN': zh });
