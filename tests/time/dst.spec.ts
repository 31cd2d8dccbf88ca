import { fromLocal, toLocal } from '@sojourn/kernel/schedule';
import { describe, expect, it } from 'vitest';
import { vectors } from './vectors.js';

interface DstVectors {
  tzdata: string;
  transitions: { zone: string; utc: string; offset_before: number; offset_after: number }[];
  wall_times: { zone: string; wall: string; kind: 'unique' | 'gap' | 'overlap'; utc: string[] }[];
}

const given = vectors<DstVectors>('dst_vectors.json');

describe.skipIf(!given)('daylight saving, as the IANA database has it', () => {
  const { transitions, wall_times: wallTimes } = given ?? { transitions: [], wall_times: [] };
  const wallAt = (at: number, offsetSeconds: number): string =>
    new Date(at + offsetSeconds * 1000).toISOString().slice(0, -1);

  it(`knows all ${transitions.length} transitions to the millisecond`, () => {
    expect(transitions.length).toBeGreaterThan(0);
    for (const { zone, utc, offset_before: before, offset_after: after } of transitions) {
      const at = Date.parse(utc);
      expect([zone, utc, toLocal(at - 1, zone), toLocal(at, zone)]).toEqual([
        zone,
        utc,
        wallAt(at - 1, before),
        wallAt(at, after),
      ]);
    }
  });

  it.each(['unique', 'gap', 'overlap'] as const)('reads every %s wall clock time by the rule of the house', (kind) => {
    const cases = wallTimes.filter((item) => item.kind === kind);
    expect(cases.length).toBeGreaterThan(0);
    for (const { zone, wall, utc } of cases) {
      const at = fromLocal(wall, zone);
      if (kind === 'gap') {
        // Forward by the gap's length: read with the offset in force before the gap.
        const transition = transitions.find(
          (item) => item.zone === zone && Math.abs(Date.parse(item.utc) - at) < 7.2e6,
        );
        expect([zone, wall, at]).toEqual([
          zone,
          wall,
          Date.parse(`${wall}Z`) - (transition?.offset_before ?? NaN) * 1000,
        ]);
      } else {
        expect([zone, wall, at]).toEqual([zone, wall, Math.min(...utc.map(Date.parse))]);
        expect(toLocal(at, zone)).toBe(`${wall}.000`);
        // The later of two equal wall clock times reads the same.
        for (const instant of utc) expect(toLocal(Date.parse(instant), zone)).toBe(`${wall}.000`);
      }
    }
  });
});
