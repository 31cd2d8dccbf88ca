import type { LocalText } from '@sojourn/kernel';
import type { UsingJourney } from './plugin.dto.js';

type Words = Exclude<LocalText, string>;

/** Journeys that a message names; the others are counted. */
const MOST = 5;

/** What holds a plugin, journey by journey: who is inside, and what to do about it. */
export function usageWords(journeys: readonly UsingJourney[]): Words {
  const named = journeys.slice(0, MOST).map(wordsOf);
  const more = journeys.length - named.length;
  return {
    en: [...named.map(({ en }) => en), ...(more > 0 ? [`${more} more journeys have it.`] : [])].join(' '),
    'zh-CN': [...named.map((one) => one['zh-CN']), ...(more > 0 ? [`另有 ${more} 个旅程使用它。`] : [])].join(''),
  };
}

function wordsOf(journey: UsingJourney): Words {
  const { name, state, versions, parkedPeople } = journey;
  const people = versions.reduce((sum, one) => sum + one.people, 0);
  const parked = versions.reduce((sum, one) => sum + one.parked, 0);
  if (state === 'draft') return { en: `“${name}” (draft) has it: take its steps out.`, 'zh-CN': `旅程“${name}”（草稿）使用其节点，请移除。` }; // prettier-ignore
  const names = parkedPeople.map(({ id, name: own }) => own ?? `#${id}`);
  const isAll = names.length >= parked;
  const who = {
    en: `${parked} stuck: ${names.join(', ')}${isAll ? '' : ` and ${parked - names.length} more`}`,
    'zh-CN': `${parked} 人卡住：${names.join('、')}${isAll ? '' : '等'}`,
  };
  if (state !== 'archived')
    return {
      en: `“${name}” (${state}, ${people} inside${parked > 0 ? `, ${who.en}` : ''}) has it: take its steps out, publish, and wait until nobody is in an older version${parked > 0 ? '; who is stuck is helped under Needs attention' : ''}.`,
      'zh-CN': `旅程“${name}”（途中 ${people} 人${parked > 0 ? `，其中${who['zh-CN']}` : ''}）使用其节点，请移除后发布，并等旧版本中的客户走完${parked > 0 ? '；卡住的客户请在“需要处理”中处理' : ''}。`,
    };
  // Whoever is not parked leaves an archived journey by themselves.
  if (parked === 0)
    return {
      en: `“${name}” is archived, and ${people} people are leaving it: try again in a moment.`,
      'zh-CN': `旅程“${name}”已归档，${people} 人正在离开，请稍后再试。`,
    };
  return {
    en: `“${name}” is archived, but people are still in it (${who.en}): end the journey for them under Needs attention.`,
    'zh-CN': `旅程“${name}”已归档，但仍有客户在其中（${who['zh-CN']}），请在“需要处理”中为其结束旅程。`,
  };
}
