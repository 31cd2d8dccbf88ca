import { checkPluginManifest, summaryOf } from '@sojourn/plugin-sdk';
import { driver, event, local, visit } from '@sojourn/plugin-sdk/testing';
import { describe, expect, it } from 'vitest';
import { manifest, node, plugin } from './index.js';

const wait = driver(manifest, node);
const until = (time: string, zone?: string): object => ({ do: 'wait', until: local(time, zone) });

it('has a manifest in both languages', () => {
  expect(checkPluginManifest(plugin)).toEqual([]);
});

describe('a span of time', () => {
  const span = (amount: number, unit: string) => ({ mode: 'duration', duration: { amount, unit } });

  it('holds everyone until it is over, then lets them out by "done"', () => {
    const arrival = visit().at('2026-03-01T09:00');
    const held = wait.one(span(90, 'minutes'), arrival);
    expect(held).toMatchObject({
      ...until('2026-03-01T10:30'),
      why: { code: 'waitsUntil', params: { until: '2026-03-01 10:30' } },
    });
    expect(wait.one(span(90, 'minutes'), arrival.keeping(held).wokenByTimer())).toMatchObject({
      do: 'to',
      outcome: 'done',
      why: { code: 'over' },
    });
    expect(wait.outcomes(span(1, 'days'))).toEqual(['done']);
  });

  it('of 400 days holds for 400 days', () => {
    expect(wait.one(span(400, 'days'), visit().at('2026-03-01T09:00'))).toMatchObject(until('2027-04-05T09:00'));
  });

  it('counts days on the contact’s calendar: 23 hours over the start of summer time', () => {
    const london = visit().at('2026-03-28T09:00', 'Europe/London');
    expect(wait.one(span(1, 'days'), london)).toMatchObject(until('2026-03-29T09:00', 'Europe/London'));
    expect(wait.one(span(24, 'hours'), london)).toMatchObject(until('2026-03-29T10:00', 'Europe/London'));
  });

  it('of a month from 31 January ends on the last day of February', () => {
    expect(wait.one(span(1, 'months'), visit().at('2026-01-31T09:00'))).toMatchObject(until('2026-02-28T09:00'));
  });

  it('counts from the arrival, however late the run is woken', () => {
    const late = visit().arrivedAt('2026-03-01T09:00').at('2026-03-05T09:00').wokenByRetry(2);
    expect(wait.one(span(1, 'days'), late)).toMatchObject({ do: 'to', outcome: 'done' });
  });
});

describe('a time of day', () => {
  const at = (more: object = {}) => ({ mode: 'until-time', time: '09:00', ...more });

  it('is the contact’s own', () => {
    expect(
      wait.table(at(), {
        before: visit().at('2026-03-02T08:00', 'Asia/Shanghai'),
        after: visit().at('2026-03-02T10:00', 'Asia/Shanghai'),
        paris: visit().at('2026-03-02T08:00', 'Europe/Paris'),
        onTheDot: visit().at('2026-03-02T09:00', 'Asia/Shanghai'),
      }),
    ).toEqual({
      before: 'wait until 2026-03-02T09:00',
      after: 'wait until 2026-03-03T09:00',
      paris: 'wait until 2026-03-02T09:00',
      onTheDot: 'done',
    });
  });

  it('keeps a run that comes round again until the next day, so that a circle rests', () => {
    expect(wait.one(at(), visit().at('2026-03-02T09:00').nth(2))).toMatchObject(until('2026-03-03T09:00'));
  });

  it('can be limited to weekdays', () => {
    const friday = visit().at('2026-03-06T10:00');
    expect(wait.one(at({ weekdays: [1, 2, 3, 4, 5] }), friday)).toMatchObject(until('2026-03-09T09:00'));
    expect(wait.one(at({ weekdays: [] }), friday)).toMatchObject(until('2026-03-07T09:00'));
  });

  it('can be looked for only after a minimum', () => {
    expect(wait.one(at({ minimum: { amount: 2, unit: 'days' } }), visit().at('2026-03-02T10:00'))).toMatchObject(
      until('2026-03-05T09:00'),
    );
  });

  it('in the gap of summer time moves forward by the gap', () => {
    const eve = visit().at('2026-03-28T20:00', 'Europe/London');
    expect(wait.one({ mode: 'until-time', time: '01:30' }, eve)).toMatchObject(
      until('2026-03-29T02:30', 'Europe/London'),
    );
  });
});

describe('a date of the contact', () => {
  const date = (more: object = {}) => ({
    mode: 'until-date',
    attribute: 'renewal',
    offsetDays: -3,
    time: '10:00',
    yearly: false,
    ...more,
  });
  const renewing = (renewal: string | number | null) => visit().at('2026-03-01T09:00').withAttributes({ renewal });

  it('is waited for with an offset; a missing or past one has a way out of its own', () => {
    expect(
      wait.table(date(), {
        ahead: renewing('2026-03-20'),
        instant: renewing('2026-03-19T18:00:00Z'),
        past: renewing('2026-03-02'),
        none: visit(),
        empty: renewing(null),
        nonsense: renewing('soon'),
        number: renewing(20260320),
        impossible: renewing('2026-02-30'),
      }),
    ).toEqual({
      ahead: 'wait until 2026-03-17T10:00',
      instant: 'wait until 2026-03-17T10:00',
      past: 'past',
      none: 'missing',
      empty: 'missing',
      nonsense: 'missing',
      number: 'missing',
      impossible: 'missing',
    });
  });

  it('says why it could not be waited for', () => {
    expect(wait.one(date(), renewing('2026-03-02'))).toMatchObject({
      why: { code: 'past', params: { attribute: 'renewal', date: '2026-03-02' } },
    });
    expect(wait.one(date(), visit())).toMatchObject({ why: { code: 'missing', params: { attribute: 'renewal' } } });
  });

  it('that returns every year is never past', () => {
    const birthday = date({ attribute: 'birthday', offsetDays: 0, yearly: true });
    expect(wait.outcomes(birthday)).toEqual(['done', 'missing']);
    expect(
      wait.table(birthday, {
        later: visit().withAttributes({ birthday: '1990-07-15' }),
        earlier: visit().withAttributes({ birthday: '1990-01-15' }),
        leap: visit().withAttributes({ birthday: '1992-02-29' }),
      }),
    ).toEqual({
      later: 'wait until 2026-07-15T10:00',
      earlier: 'wait until 2027-01-15T10:00',
      leap: 'wait until 2027-02-28T10:00',
    });
  });

  it('reached at this very moment is done, and not again in the same moment', () => {
    const now = visit().at('2026-03-17T10:00').withAttributes({ renewal: '2026-03-20' });
    expect(wait.table(date(), { now, again: now.nth(2) })).toEqual({ now: 'done', again: 'past' });
  });

  it('may lie inside a nested attribute', () => {
    expect(
      wait.one(date({ attribute: 'plan.ends' }), visit().withAttributes({ plan: { ends: '2026-03-20' } })),
    ).toMatchObject(until('2026-03-17T10:00'));
  });

  it('reads that attribute and nothing else', () => {
    expect([...wait.reads(date()).attributes]).toEqual(['renewal']);
  });
});

describe('something the contact does', () => {
  const paid = { id: 'paid', label: 'Paid', event: 'order_paid' };
  const big = {
    id: 'big',
    label: 'Paid a lot',
    event: 'order_paid',
    filter: { op: 'payload', path: 'total', is: 'gte', value: 100 },
  };
  const left = { id: 'left', label: 'Left', event: 'unsubscribed' };
  const waiting = (more: object = {}) => ({ mode: 'event', branches: [big, paid, left], ...more });
  const arrival = visit().at('2026-03-01T09:00');

  it('has a way out for each event, and one for the timeout when there is one', () => {
    expect(wait.outcomes(waiting())).toEqual(['big', 'paid', 'left']);
    expect(wait.outcomes(waiting({ timeout: { amount: 3, unit: 'days' } }))).toEqual([
      'big',
      'paid',
      'left',
      'timeout',
    ]);
  });

  it('subscribes to each event with its filter, in the order drawn', () => {
    expect(wait.one(waiting(), arrival)).toMatchObject({
      do: 'wait',
      events: [
        { id: 'big', event: 'order_paid', filter: big.filter },
        { id: 'paid', event: 'order_paid' },
        { id: 'left', event: 'unsubscribed' },
      ],
    });
    expect(wait.one(waiting(), arrival)).not.toHaveProperty('until');
  });

  it('lets the contact out by the event that came', () => {
    const config = waiting({ timeout: { amount: 3, unit: 'days' } });
    const held = wait.one(config, arrival);
    expect(held).toMatchObject({ ...until('2026-03-04T09:00'), why: { code: 'waitsForEventUntil' } });
    const left = event('unsubscribed', {}, '2026-03-04T09:00');
    expect(wait.one(config, arrival.keeping(held).wokenByEvent('left', left))).toMatchObject({
      do: 'to',
      outcome: 'left',
      why: { code: 'came', params: { event: 'unsubscribed', at: '2026-03-04 09:00' } },
    });
    expect(wait.one(config, arrival.keeping(held).wokenByTimer())).toMatchObject({
      do: 'to',
      outcome: 'timeout',
      why: { code: 'timedOut' },
    });
  });

  it('lets the first branch drawn take an event that several listen to', () => {
    const held = arrival.keeping(wait.one(waiting(), arrival));
    const way = (total: number) => held.wokenByEvent('paid', event('order_paid', { total }, '2026-03-02T09:00'));
    expect(wait.table(waiting(), { large: way(500), small: way(5) })).toEqual({ large: 'big', small: 'paid' });
  });

  it('reads nothing of the past without a look-back, and as far as it says with one', () => {
    expect(wait.reads(waiting()).events.size).toBe(0);
    expect(wait.reads(waiting({ lookBack: { amount: 2, unit: 'hours' } })).events).toEqual(
      new Map([
        ['order_paid', 7_200_000],
        ['unsubscribed', 7_200_000],
      ]),
    );
    const before = arrival.history([event('order_paid', { total: 500 }, '2026-03-01T08:59')]);
    expect(wait.table(waiting(), { before })).toEqual({ before: 'wait for order_paid, order_paid, unsubscribed' });
  });

  it('counts what came just before, when it looks back: the earliest event, the first branch that takes it', () => {
    const config = waiting({ lookBack: { amount: 2, unit: 'hours' } });
    const small = event('order_paid', { total: 5 }, '2026-03-01T08:00');
    const large = event('order_paid', { total: 500 }, '2026-03-01T08:30');
    const old = event('order_paid', { total: 500 }, '2026-03-01T07:00');
    expect(
      wait.table(config, {
        small: arrival.history([large, small]),
        large: arrival.history([large]),
        old: arrival.history([old]),
        entry: arrival.history([large]).enteredBy(large),
      }),
    ).toEqual({
      small: 'paid',
      large: 'big',
      old: 'wait for order_paid, order_paid, unsubscribed',
      entry: 'wait for order_paid, order_paid, unsubscribed',
    });
    expect(wait.one(config, arrival.history([large]))).toMatchObject({
      why: { code: 'cameBefore', params: { event: 'order_paid', at: '2026-03-01 08:30' } },
    });
  });

  it('refuses two events with one id, and the id of the timeout', () => {
    expect(() => wait.one(waiting({ branches: [paid, paid] }), arrival)).toThrow(/Two ways out have the id "paid"/);
    expect(() =>
      wait.one(waiting({ branches: [{ ...paid, id: 'timeout' }], timeout: { amount: 1, unit: 'days' } }), arrival),
    ).toThrow(/"timeout"/);
  });
});

describe('on the card', () => {
  it.each([
    [{ mode: 'duration', duration: { amount: 2, unit: 'days' } }, 'Wait 2 days', '等待 2 天'],
    [{ mode: 'until-time', time: '09:00' }, 'Until 09:00, local time', '等到当地时间 09:00'],
    [{ mode: 'until-time', time: '09:00', weekdays: [1, 3] }, 'Until 09:00, Monday, Wednesday', '等到周一、周三 09:00'],
    [
      { mode: 'event', branches: [{ id: 'a', label: 'A', event: 'paid' }], timeout: { amount: 1, unit: 'hours' } },
      'For paid, at most 1 hour',
      '等待 paid，最长 1 小时',
    ],
  ])('%j reads well in both languages', (config, en, zh) => {
    expect(summaryOf(manifest, config, 'en')).toBe(en);
    expect(summaryOf(manifest, config, 'zh-CN')).toBe(zh);
  });
});

it.each([
  [{ mode: 'forever' }, /"mode" must be one of: duration, until-time, until-date, event/],
  [{ mode: 'duration', duration: { amount: 0, unit: 'days' } }, /"Amount" must be at least 1/],
  [{ mode: 'duration', duration: { amount: 1.5, unit: 'days' } }, /"Amount" must be a whole number/],
  [{ mode: 'duration', duration: { amount: 1, unit: 'moons' } }, /"Unit" must be one of/],
  [{ mode: 'until-time', time: '24:00' }, /"Time of day" must be a time such as 09:00/],
  [{ mode: 'until-time', time: '09:00', weekdays: [0] }, /must be one of: 1, 2/],
  [{ mode: 'event', branches: [] }, /"Events" needs at least 1/],
  [{ mode: 'duration', duration: { amount: 1, unit: 'days' }, time: '09:00' }, /"time" is not known here/],
])('refuses the config %j with words', (config, words) => {
  expect(() => wait.one(config, visit())).toThrow(words);
});
