import { recurrence } from '@sojourn/kernel/schedule';
import { describe, expect, it } from 'vitest';
import { vectors } from './vectors.js';

interface RruleVectors {
  cases: { title?: string; RRULE: string; DTSTART: string; INSTANCES: string; 'START-AT'?: string }[];
}

const given = vectors<RruleVectors>('rrule_vectors.json');

/** `19970610T090000`, `20240102`, `20111120T100000Z`: floating times, read in UTC. */
function local(text: string): string {
  const parts = /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)Z?)?$/.exec(text);
  if (!parts) throw new Error(`unreadable vector time ${text}`);
  const [, year, month, day, hour = '00', minute = '00', second = '00'] = parts;
  return `${year}-${month}-${day}T${hour}:${minute}:${second}`;
}

describe.skipIf(!given)('recurrences, as libical has them', () => {
  it.each((given?.cases ?? []).map((item) => ({ ...item, title: item.title ?? item.RRULE })))(
    '$title: $RRULE from $DTSTART',
    ({ RRULE, DTSTART, INSTANCES, 'START-AT': startAt }) => {
      const wanted = INSTANCES.split(',').map((text) => Date.parse(`${local(text)}Z`));
      const rule = recurrence(RRULE, local(DTSTART), 'UTC');
      const walk = (after: number): number[] => {
        const got: number[] = [];
        for (let at = rule.next(after); at !== null && got.length <= wanted.length; at = rule.next(at)) got.push(at);
        // Without COUNT or UNTIL the vector lists only the beginning.
        return /COUNT|UNTIL/.test(RRULE) ? got : got.slice(0, wanted.length);
      };
      const iso = (list: number[]): string[] => list.map((at) => new Date(at).toISOString());
      expect(iso(walk(-1e15))).toEqual(iso(wanted));
      if (startAt === undefined) return;
      const from = Date.parse(`${local(startAt)}Z`);
      expect(iso(walk(from - 1))).toEqual(iso(wanted.filter((at) => at >= from)));
    },
  );
});
