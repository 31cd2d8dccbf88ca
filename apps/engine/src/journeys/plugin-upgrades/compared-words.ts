import type { LocalText } from '@sojourn/kernel';
import type { Rehearsed } from '../../ports.js';

export const NOBODY_TO_COMPARE: LocalText = {
  en: 'Not compared: there is no contact to compare them on.',
  'zh-CN': '未比较：没有可用于比较的客户。',
};

export const NOT_DRAWN_BEFORE: LocalText = {
  en: 'Not compared: the bytes of the old version are not stored here.',
  'zh-CN': '未比较：此处没有保存旧版本的内容。',
};

export const notRunning = (version: string, state: string): LocalText => ({
  en: `Not compared: version ${version} must not run (${state}).`,
  'zh-CN': `未比较：版本 ${version} 目前不能运行（${state}）。`,
});

/** How versions that call out were compared, for so many contacts each. */
export function howCompared(pairs: readonly (readonly (Rehearsed | undefined)[])[]): LocalText {
  const has = (pair: readonly (Rehearsed | undefined)[], what: (one: Rehearsed) => boolean): boolean =>
    pair.some((one) => one !== undefined && what(one));
  const open = pairs.filter((pair) => has(pair, ({ asked }) => asked?.unanswered === true));
  const blind = open.filter((pair) => has(pair, ({ asked, instead }) => asked?.unanswered === true && instead === undefined)); // prettier-ignore
  const recorded = pairs.filter((pair) => !open.includes(pair) && has(pair, ({ asked }) => (asked?.recorded ?? 0) > 0));
  const [isRecorded, isDry, isBlind] = [recorded.length, open.length - blind.length, blind.length];
  const all = pairs.length;
  const en = ['Nobody was called and nothing was kept.'];
  const chinese = ['未发出任何请求，也未保存任何内容。'];
  if (isRecorded > 0) {
    en.push(`For ${isRecorded} of ${all} contacts, answers came from recordings.`);
    chinese.push(`${all} 位客户中，${isRecorded} 位使用了记录中的响应。`);
  }
  if (isDry > 0) {
    en.push(`For ${isDry} of ${all}, what the versions would send is compared, and how each says it leaves in a rehearsal.`); // prettier-ignore
    chinese.push(`${all} 位中的 ${isDry} 位比较的是两个版本将要发送的请求，以及各自声明的演练结果。`);
  }
  if (isBlind > 0) {
    en.push(`For ${isBlind} of ${all}, only what the versions would send first is compared: there is no recorded answer, and the plugin does not say how it leaves in a rehearsal.`); // prettier-ignore
    chinese.push(`${all} 位中的 ${isBlind} 位只比较了两个版本最先发送的请求：没有响应记录，插件也未声明演练结果。`);
  }
  return { en: en.join(' '), 'zh-CN': chinese.join('') };
}
