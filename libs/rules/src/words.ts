import type { Language } from '@sojourn/kernel';
import type { Comparator, EventCondition, Span } from './condition.js';

/** The phrases of `describe`. Times of an event are said with `'ever'`, `'never'` or a number comparison. */
export interface Words {
  readonly always: string;
  readonly never: string;
  readonly and: string;
  readonly or: string;
  readonly comma: string;
  readonly true: string;
  readonly false: string;
  readonly comparators: Readonly<Record<Comparator, string>>;
  readonly numbers: Readonly<Record<EventCondition['is'], string>>;
  readonly aggregates: Readonly<Record<Exclude<EventCondition['aggregate'], 'count'>, string>>;
  /** Singular and plural. */
  readonly units: Readonly<Record<Span['unit'], readonly [string, string]>>;
  group(line: string): string;
  not(line: string): string;
  quote(text: string): string;
  more(count: number): string;
  hasTag(tag: string): string;
  lacksTag(tag: string): string;
  ofEvent(path: string): string;
  compare(subject: string, comparator: string, value: string): string;
  within(amount: number, unit: string): string;
  did(event: string, times: string, value: string, window: string, filter: string): string;
  aggregate(
    aggregate: string, property: string, event: string, window: string, filter: string, is: string, value: string,
  ): string; // prettier-ignore
}

const after = (space: string, text: string): string => (text === '' ? '' : space + text);

const en: Words = {
  always: 'everyone',
  never: 'no one',
  and: ' and ',
  or: ' or ',
  comma: ', ',
  true: 'yes',
  false: 'no',
  comparators: {
    eq: 'is', neq: 'is not', gt: 'is above', gte: 'is at least', lt: 'is below', lte: 'is at most',
    in: 'is one of', notIn: 'is none of', contains: 'contains', notContains: 'does not contain',
    startsWith: 'starts with', endsWith: 'ends with', before: 'is before', after: 'is after',
    exists: 'is known', missing: 'is unknown',
  }, // prettier-ignore
  numbers: { eq: 'exactly', neq: 'not', gt: 'more than', gte: 'at least', lt: 'fewer than', lte: 'at most' },
  aggregates: { sum: 'sum', min: 'lowest', max: 'highest', average: 'average', distinct: 'number of different values' },
  units: {
    minutes: ['minute', 'minutes'],
    hours: ['hour', 'hours'],
    days: ['day', 'days'],
    weeks: ['week', 'weeks'],
  },
  group: (line) => `(${line})`,
  not: (line) => `not (${line})`,
  quote: (text) => `“${text}”`,
  more: (count) => ` and ${count} more`,
  hasTag: (tag) => `has the tag “${tag}”`,
  lacksTag: (tag) => `does not have the tag “${tag}”`,
  ofEvent: (path) => `the event’s ${path}`,
  compare: (subject, comparator, value) => `${subject} ${comparator}${after(' ', value)}`,
  within: (amount, unit) => (amount === 1 ? `in the last ${unit}` : `in the last ${amount} ${unit}`),
  did: (event, times, value, window, filter) => {
    const verb = times === 'never' ? 'never did' : 'did';
    const count = times === 'never' || times === 'ever' ? '' : ` ${times} ${value} ${value === '1' ? 'time' : 'times'}`;
    return `${verb} “${event}”${count}${after(' ', window)}${after(' where ', filter)}`;
  },
  aggregate: (aggregate, property, event, window, filter, is, value) =>
    `the ${aggregate} of ${property} over “${event}”${after(' ', window)}${after(' where ', filter)} is ${is.replace('fewer', 'less')} ${value}`,
};

const zh: Words = {
  always: '所有人',
  never: '没有人',
  and: '，且',
  or: '，或',
  comma: '、',
  true: '是',
  false: '否',
  comparators: {
    eq: '等于', neq: '不等于', gt: '大于', gte: '大于等于', lt: '小于', lte: '小于等于',
    in: '属于', notIn: '不属于', contains: '包含', notContains: '不包含',
    startsWith: '开头为', endsWith: '结尾为', before: '早于', after: '晚于',
    exists: '有值', missing: '为空',
  }, // prettier-ignore
  numbers: { eq: '等于', neq: '不等于', gt: '大于', gte: '不少于', lt: '少于', lte: '不超过' },
  aggregates: { sum: '总和', min: '最小值', max: '最大值', average: '平均值', distinct: '去重数' },
  units: { minutes: ['分钟', '分钟'], hours: ['小时', '小时'], days: ['天', '天'], weeks: ['周', '周'] },
  group: (line) => `（${line}）`,
  not: (line) => `不满足（${line}）`,
  quote: (text) => `“${text}”`,
  more: (count) => `等（另有 ${count} 项）`,
  hasTag: (tag) => `带有标签“${tag}”`,
  lacksTag: (tag) => `没有标签“${tag}”`,
  ofEvent: (path) => `事件的 ${path}`,
  compare: (subject, comparator, value) => `${subject} ${comparator}${after(' ', value)}`,
  within: (amount, unit) => `最近 ${amount} ${unit}`,
  did: (event, times, value, window, filter) => {
    const when = window === '' ? '' : `${window}内`;
    const which = filter === '' ? `“${event}”` : `“${event}”（${filter}）`;
    if (times === 'never') return `${when}从未发生${which}`;
    if (times === 'ever') return `${when}发生过${which}`;
    return `${when}发生${which}的次数${times} ${value}`;
  },
  aggregate: (aggregate, property, event, window, filter, is, value) => {
    const when = window === '' ? '' : `${window}内`;
    const which = filter === '' ? `“${event}”` : `“${event}”（${filter}）`;
    return `${when}${which}的 ${property} ${aggregate}${is} ${value}`;
  },
};

export const words: Readonly<Record<Language, Words>> = { en, 'zh-CN': zh };
