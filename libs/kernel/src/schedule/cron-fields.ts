import { UserError } from '../errors.js';

/** What the day-of-month field may ask for beside plain numbers. */
export interface MonthDays {
  readonly days: ReadonlySet<number>;
  /** Days before the last one: `L` is 0, `L-3` is 3. */
  readonly fromLast: readonly number[];
  /** `15W`: the weekday (Monday to Friday) nearest to it in the same month. */
  readonly nearestWeekdays: readonly number[];
  /** `LW` */
  readonly lastWeekday: boolean;
  /** `*` or `?`: says nothing. */
  readonly any: boolean;
}

export interface WeekDays {
  /** 0 = Sunday .. 6 */
  readonly days: ReadonlySet<number>;
  /** `5#3` is the third Friday; `5L` the last, written -1. */
  readonly nth: readonly { readonly weekday: number; readonly nth: number }[];
  readonly any: boolean;
}

export interface CronFields {
  /** Ascending. */
  readonly seconds: readonly number[];
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly monthDays: MonthDays;
  readonly months: ReadonlySet<number>;
  readonly weekDays: WeekDays;
  /** Undefined: every year. */
  readonly years: ReadonlySet<number> | undefined;
}

export interface CronExpression {
  readonly fields: CronFields;
  /** From a `TZ=` or `CRON_TZ=` prefix. */
  readonly zone: string | undefined;
}

const DESCRIPTORS: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};
const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const DAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

/**
 * Reads `minute hour day month weekday`, with an optional seconds field before and then an optional year after.
 *
 * @throws UserError `schedule.bad-cron`
 */
export function parseCron(expression: string): CronExpression {
  const bad = (why: string): UserError =>
    new UserError(`The cron expression “${expression}” cannot be read: ${why}.`, {
      code: 'schedule.bad-cron',
      details: { expression, why },
    });
  const words = expression.trim().split(/\s+/);
  const zone = /^(?:CRON_)?TZ=(.+)$/.exec(words[0] ?? '')?.[1];
  if (zone !== undefined) words.shift();
  let fields = words;
  if (words.length === 1 && words[0]!.startsWith('@')) {
    const plain = DESCRIPTORS[words[0]!.toLowerCase()];
    if (!plain) throw bad(`${words[0]} is none of ${Object.keys(DESCRIPTORS).join(', ')}`);
    fields = plain.split(' ');
  }
  if (fields.length < 5 || fields.length > 7) throw bad(`it has ${fields.length} fields instead of 5, 6 or 7`);
  if (fields.length === 5) fields = ['0', ...fields];
  // Five to seven words are there: checked above.
  const [second, minute, hour, day, month, weekday, year] = fields.map((word) => word.toUpperCase()) as [
    string, string, string, string, string, string, string | undefined,
  ]; // prettier-ignore
  const set = (word: string, field: Field): Set<number> =>
    new Set(word.split(',').flatMap((item) => range(item, field, bad)));
  const ascending = (word: string, field: Field): number[] => [...set(word, field)].sort((a, b) => a - b);
  return {
    zone,
    fields: {
      seconds: ascending(second, { name: 'second', min: 0, max: 59 }),
      minutes: ascending(minute, { name: 'minute', min: 0, max: 59 }),
      hours: ascending(hour, { name: 'hour', min: 0, max: 23 }),
      monthDays: monthDays(day, bad),
      months: set(month, { name: 'month', min: 1, max: 12, names: MONTHS, firstName: 1 }),
      weekDays: weekDays(weekday, bad),
      years: year === undefined || isAny(year) ? undefined : set(year, { name: 'year', min: 1970, max: 2199 }),
    },
  };
}

interface Field {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly names?: readonly string[];
  readonly firstName?: number;
}
type Bad = (why: string) => UserError;

const isAny = (word: string): boolean => word === '*' || word === '?';

/** `*`, `?`, `5`, `5-9`, and each with `/step`; `5/15` runs to the end of the field, as in Quartz and robfig/cron. */
function range(item: string, field: Field, bad: Bad): number[] {
  const [, span, step] = /^([^/]+)(?:\/(\d{1,4}))?$/.exec(item) ?? [];
  if (span === undefined || step === '0') throw bad(`“${item}” is not a ${field.name}`);
  const every = Number(step ?? 1);
  const ends = isAny(span) ? [] : span.split('-');
  if (ends.length > 2) throw bad(`“${item}” is not a range of ${field.name}s`);
  const value = (text: string): number => {
    const named = field.names?.indexOf(text) ?? -1;
    const number = named >= 0 ? named + (field.firstName ?? 0) : /^\d{1,4}$/.test(text) ? Number(text) : NaN;
    if (!(number >= field.min && number <= field.max)) {
      throw bad(`the ${field.name} “${text}” is not between ${field.min} and ${field.max}`);
    }
    return number;
  };
  const isWeekday = field.names === DAYS;
  const from = ends[0] === undefined ? field.min : value(ends[0]);
  let to = ends[1] !== undefined ? value(ends[1]) : ends[0] !== undefined && step === undefined ? from : field.max;
  if (isWeekday && (ends.length === 0 || (ends.length === 1 && step !== undefined))) to = 6;
  if (isWeekday && ends.length === 2 && to === 0) to = 7; // FRI-SUN
  if (to < from) throw bad(`the range “${item}” runs backwards`);
  const values: number[] = [];
  for (let i = from; i <= to; i += every) values.push(i);
  return values;
}

function monthDays(word: string, bad: Bad): MonthDays {
  const days = new Set<number>();
  const fromLast: number[] = [];
  const nearestWeekdays: number[] = [];
  let lastWeekday = false;
  for (const item of word.split(',')) {
    const last = /^L(?:-(\d{1,2}))?$/.exec(item);
    const nearest = /^(\d{1,2})W$/.exec(item);
    if (item === 'LW' || item === 'WL') lastWeekday = true;
    else if (last && Number(last[1] ?? 0) <= 30) fromLast.push(Number(last[1] ?? 0));
    else if (nearest && Number(nearest[1]) >= 1 && Number(nearest[1]) <= 31) nearestWeekdays.push(Number(nearest[1]));
    else for (const day of range(item, { name: 'day of the month', min: 1, max: 31 }, bad)) days.add(day);
  }
  return { days, fromLast, nearestWeekdays, lastWeekday, any: isAny(word) };
}

function weekDays(word: string, bad: Bad): WeekDays {
  const field: Field = { name: 'weekday', min: 0, max: 7, names: DAYS };
  const days = new Set<number>();
  const nth: { weekday: number; nth: number }[] = [];
  for (const item of word.split(',')) {
    const numbered = /^([A-Z]{3}|\d)(?:#([1-5])|(L))$/.exec(item);
    if (numbered) {
      const [weekday = 0] = range(numbered[1]!, field, bad); // The pattern has it.
      nth.push({ weekday: weekday % 7, nth: numbered[3] ? -1 : Number(numbered[2]) });
    } else {
      for (const day of range(item, field, bad)) days.add(day % 7);
    }
  }
  return { days, nth, any: isAny(word) };
}
