import type { Issue, LocalText } from '@sojourn/kernel';
import { isScalar } from './compare.js';
import { readMoment } from './moment.js';
import { isPath } from './path.js';
import { isWellFormed } from './text.js';

export const MAX_DEPTH = 16;
export const MAX_CONDITIONS = 200;
/** UTF-16 units of a text to compare with. */
export const MAX_TEXT = 1000;
/** Entries of an `in` list. */
export const MAX_LIST = 500;
/** A hundred years of 24-hour days. */
const MAX_SPAN_DAYS = 36_525;

export const COMPARATORS = [
  'eq', 'neq', 'gt', 'gte', 'lt', 'lte', 'in', 'notIn', 'contains', 'notContains', 'startsWith', 'endsWith',
  'before', 'after', 'exists', 'missing',
] as const; // prettier-ignore
export const NUMBER_COMPARATORS = ['eq', 'neq', 'gt', 'gte', 'lt', 'lte'] as const;
export const AGGREGATES = ['count', 'sum', 'min', 'max', 'average', 'distinct'] as const;
export const SPAN_DAYS = { minutes: 1 / 1440, hours: 1 / 24, days: 1, weeks: 7 } as const;

type Entry = Readonly<Record<string, unknown>>;

/**
 * What keeps a value from being a condition: in both languages, at its JSON pointer below `pointer`. Empty when sound.
 * It never throws, whatever it is given, and stops at the limits: 16 levels, 200 conditions.
 */
export function checkCondition(condition: unknown, pointer: string): Issue[] {
  const check = new Check();
  check.condition(condition, pointer, 1);
  return check.issues;
}

class Check {
  readonly issues: Issue[] = [];
  #seen = 0;

  condition(value: unknown, at: string, depth: number): void {
    if (depth > MAX_DEPTH) {
      this.#add('condition.too-deep', at, {
        en: `Conditions may be nested ${MAX_DEPTH} levels deep, not more. Take a part out into a segment node of its own.`,
        'zh-CN': `条件最多嵌套 ${MAX_DEPTH} 层。请把其中一部分拆到单独的分群节点。`,
      });
      return;
    }
    if (!this.#count(at)) return;
    if (!isEntry(value)) return this.#shape(at);
    switch (value['op']) {
      case 'all':
      case 'any':
        return this.#group(value['conditions'], at, depth);
      case 'not':
        return this.condition(value['condition'], `${at}/condition`, depth + 1);
      case 'attribute':
      case 'payload':
        return this.#comparison(value, at);
      case 'tag':
        return this.#tag(value, at);
      case 'event':
        return this.#event(value, at);
      default:
        this.#add('condition.unknown-op', `${at}/op`, {
          en: `There is no kind of condition called “${show(value['op'])}”. Use all, any, not, attribute, tag, event or payload.`,
          'zh-CN': `没有名为“${show(value['op'])}”的条件类型，可用：all、any、not、attribute、tag、event、payload。`,
        });
    }
  }

  #group(conditions: unknown, at: string, depth: number): void {
    if (!Array.isArray(conditions)) {
      return this.#add('condition.bad-group', `${at}/conditions`, {
        en: 'A group needs a list of conditions.',
        'zh-CN': '条件组需要一个条件列表。',
      });
    }
    for (const [i, part] of conditions.entries()) {
      if (this.#seen > MAX_CONDITIONS) return;
      this.condition(part, `${at}/conditions/${i}`, depth + 1);
    }
  }

  #tag(value: Entry, at: string): void {
    this.#name(value['tag'], `${at}/tag`, { en: 'tag', 'zh-CN': '标签' });
    this.#choice(value['is'], ['present', 'absent'], `${at}/is`);
  }

  #event(value: Entry, at: string): void {
    this.#name(value['event'], `${at}/event`, { en: 'event', 'zh-CN': '事件' });
    this.#choice(value['aggregate'], AGGREGATES, `${at}/aggregate`);
    this.#choice(value['is'], NUMBER_COMPARATORS, `${at}/is`);
    if (!isFinite(value['value'])) {
      this.#value(`${at}/value`, 'a number', '数字');
    }
    if (value['property'] !== undefined || value['aggregate'] !== 'count') {
      this.#path(value['property'], `${at}/property`);
    }
    if (value['within'] !== undefined) this.#span(value['within'], `${at}/within`);
    const where = value['where'];
    if (where === undefined) return;
    if (!Array.isArray(where)) return this.#shape(`${at}/where`);
    for (const [i, part] of where.entries()) {
      const place = `${at}/where/${i}`;
      if (!this.#count(place)) return;
      if (isEntry(part) && part['op'] === 'payload') this.#comparison(part, place);
      else {
        this.#add('condition.bad-filter', place, {
          en: 'An event can only be filtered by its own properties (op “payload”).',
          'zh-CN': '事件只能按自身的属性筛选（op 为“payload”）。',
        });
      }
    }
  }

  #comparison(entry: Entry, at: string): void {
    this.#path(entry['path'], `${at}/path`);
    const { is, value } = entry;
    const place = `${at}/value`;
    switch (is) {
      case 'exists':
      case 'missing':
        return;
      case 'eq':
      case 'neq':
        if (!this.#scalar(value)) this.#value(place, 'a text, a number, true or false', '文本、数字或是/否');
        return;
      case 'gt':
      case 'gte':
      case 'lt':
      case 'lte':
        if (typeof value === 'boolean' || !this.#scalar(value)) this.#value(place, 'a number or a text', '数字或文本');
        return;
      case 'in':
      case 'notIn':
        if (!Array.isArray(value) || value.length > MAX_LIST || !value.every((item) => this.#scalar(item))) {
          this.#value(
            place,
            `a list of at most ${MAX_LIST} texts, numbers, true or false`,
            `最多 ${MAX_LIST} 项文本、数字或是/否的列表`,
          );
        }
        return;
      case 'contains':
      case 'notContains':
      case 'startsWith':
      case 'endsWith':
        if (typeof value !== 'string' || !this.#scalar(value)) this.#value(place, 'a text', '文本');
        return;
      case 'before':
      case 'after':
        if (typeof value !== 'string' || readMoment(value) === null) {
          this.#value(
            place,
            'a date such as 2026-05-01 or a moment such as 2026-05-01T09:00:00+08:00',
            '日期（如 2026-05-01）或时刻（如 2026-05-01T09:00:00+08:00）',
          );
        }
        return;
      default:
        this.#choice(is, COMPARATORS, `${at}/is`);
    }
  }

  /** A value both readings compare alike: text without NUL or half a surrogate pair, a finite number, a boolean. */
  #scalar(value: unknown): boolean {
    if (typeof value === 'string') return value.length <= MAX_TEXT && isWellFormed(value) && !value.includes('\0');
    return isScalar(value) && (typeof value === 'boolean' || isFinite(value));
  }

  #span(value: unknown, at: string): void {
    const amount = isEntry(value) ? value['amount'] : undefined;
    const unit = isEntry(value) ? value['unit'] : undefined;
    const days = SPAN_DAYS[unit as keyof typeof SPAN_DAYS];
    if (days !== undefined && isFinite(amount) && amount > 0 && amount * days <= MAX_SPAN_DAYS) return;
    this.#add('condition.bad-span', at, {
      en: 'The time window needs an amount above zero and a unit: minutes, hours, days or weeks; a hundred years at most.',
      'zh-CN': '时间范围需要大于零的数值和单位（分钟、小时、天、周），最长一百年。',
    });
  }

  #path(value: unknown, at: string): void {
    if (isPath(value)) return;
    this.#add('condition.bad-path', at, {
      en: `“${show(value)}” does not name a field. Write its name, with dots between levels (address.city), without quotation marks or backslashes.`,
      'zh-CN': `“${show(value)}”不是有效的字段名。请填写字段名，层级之间用点分隔（如 address.city），不要使用引号或反斜杠。`,
    });
  }

  #name(value: unknown, at: string, what: LocalText): void {
    if (
      typeof value === 'string' &&
      value !== '' &&
      value.length <= 191 &&
      isWellFormed(value) &&
      !value.includes('\0')
    )
      return;
    this.#add('condition.missing-name', at, {
      en: `Choose the ${what.en} (1 to 191 characters).`,
      'zh-CN': `请选择${what['zh-CN']}（1 到 191 个字符）。`,
    });
  }

  #choice(value: unknown, choices: readonly string[], at: string): void {
    if (choices.includes(value as string)) return;
    this.#add('condition.unknown-choice', at, {
      en: `“${show(value)}” is not one of: ${choices.join(', ')}.`,
      'zh-CN': `“${show(value)}”不在可选项中：${choices.join('、')}。`,
    });
  }

  #value(at: string, en: string, zh: string): void {
    this.#add('condition.bad-value', at, { en: `This comparison needs ${en}.`, 'zh-CN': `此处需要填写${zh}。` });
  }

  #shape(at: string): void {
    this.#add('condition.bad-shape', at, { en: 'A condition is missing here.', 'zh-CN': '此处缺少条件。' });
  }

  /** Counts one more; says so once when there are too many. */
  #count(at: string): boolean {
    this.#seen++;
    if (this.#seen === MAX_CONDITIONS + 1) {
      this.#add('condition.too-many', at, {
        en: `More than ${MAX_CONDITIONS} conditions. Replace some by a tag or by a list of values.`,
        'zh-CN': `条件超过 ${MAX_CONDITIONS} 个，请用标签或取值列表来合并。`,
      });
    }
    return this.#seen <= MAX_CONDITIONS;
  }

  #add(code: string, pointer: string, message: LocalText): void {
    this.issues.push({ severity: 'error', code, message, pointer });
  }
}

function isEntry(value: unknown): value is Entry {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isFinite(value: unknown): value is number {
  return Number.isFinite(value);
}

function show(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
