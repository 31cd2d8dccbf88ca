import { cron } from '@sojourn/kernel/schedule';
import { describe, expect, it } from 'vitest';
import { vectors } from './vectors.js';

interface NextVector {
  from_: string;
  expr: string;
  /** Empty: never. */
  next: string;
}
interface CronVectors {
  next_robfig: NextVector[];
  next_gorhill: NextVector[];
  activation_robfig: { time: string; expr: string; fires: boolean }[];
}

const given = vectors<CronVectors>('cron_vectors.json');

/** `Mon Jul 9 15:45 2012`, `2012-03-11T00:00:00-0500`, `2013-01-01 00:00:00`, `Mon 2013-01-07 00:00`; UTC where no offset stands. */
function instant(text: string): number {
  const at = /[+-]\d{4}$/.test(text)
    ? Date.parse(text.replace(/(\d\d)$/, ':$1'))
    : Date.parse(`${text.replace(/^(Mon|Tue|Wed|Thu|Fri|Sat|Sun) /, '')} UTC`);
  if (Number.isNaN(at)) throw new Error(`unreadable vector time ${text}`);
  return at;
}

/** A zone may stand before the time instead of before the expression. */
function zoned(text: string): { zone: string; text: string } {
  const parts = /^TZ=(\S+) (.*)$/.exec(text);
  return parts ? { zone: parts[1]!, text: parts[2]! } : { zone: 'UTC', text };
}

describe.skipIf(!given)('cron, as robfig/cron and gorhill/cronexpr have it', () => {
  const {
    next_robfig: robfig,
    next_gorhill: gorhill,
    activation_robfig: activation,
  } = given ?? {
    next_robfig: [],
    next_gorhill: [],
    activation_robfig: [],
  };

  it.each([...robfig, ...gorhill])('$expr after $from_ is $next', ({ from_: from, expr, next }) => {
    const { zone, text } = zoned(from);
    const got = cron(expr, zone).next(instant(text));
    expect(got).toBe(next === '' ? null : instant(next));
  });

  it.each(activation)('$expr at $time fires: $fires', ({ time, expr, fires }) => {
    const at = instant(time);
    expect(cron(expr, 'UTC').next(at - 1) === at).toBe(fires);
  });
});
