import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { catalogue, goodDrawing } from './drawing.fixture.js';
import { validate } from './validate.js';

const sound = goodDrawing()
  .enters(
    { id: 'a', kind: 'event', event: 'cart', filter: { op: 'payload', path: 'total', is: 'gt', value: 5 } },
    { id: 'd', kind: 'schedule', rrule: 'FREQ=WEEKLY;BYDAY=MO', start: '2026-12-01T09:00', timeZone: 'Europe/London' },
    { id: 'e', kind: 'date', attribute: 'birthday', offsetDays: -3, at: '09:00', yearly: true },
  )
  .exits({
    id: 'x',
    name: 'Paid',
    goal: true,
    when: { kind: 'condition', condition: { op: 'tag', tag: 'vip', is: 'present' } },
  });

/** Every place in the document, as pointers. */
function placesIn(value: unknown, pointer = ''): string[] {
  if (typeof value !== 'object' || value === null) return [pointer];
  return [pointer, ...Object.entries(value).flatMap(([key, item]) => placesIn(item, `${pointer}/${key}`))];
}
const places = placesIn(sound.document).filter((pointer) => pointer !== '');

function expectReadable(document: unknown): void {
  for (const issue of validate(document, catalogue)) {
    expect(issue.code).toMatch(/^[a-z]+(\.[a-z-]+)+$/);
    expect(issue.message.en.length).toBeGreaterThan(8);
    expect(issue.message['zh-CN']).toMatch(/[\u4e00-\u9fff]/);
    expect(issue.pointer === '' || issue.pointer.startsWith('/')).toBe(true);
  }
}

describe('whatever it is given, validate answers readable issues and never throws', () => {
  it('any JSON at all', () => {
    fc.assert(fc.property(fc.jsonValue(), expectReadable), { numRuns: 500 });
  });

  it('any JSON in the place of any part of a good document', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...places),
        fc.oneof(fc.jsonValue({ maxDepth: 3 }), fc.constant(undefined)),
        (pointer, value) => expectReadable(sound.broken(pointer, value)),
      ),
      { numRuns: 2_000 },
    );
  });

  it('one part of a good document in the place of another', () => {
    const parts = places.map((pointer) =>
      pointer
        .split('/')
        .slice(1)
        .reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], sound.document),
    );
    fc.assert(
      fc.property(fc.constantFrom(...places), fc.constantFrom(...parts), (pointer, value) =>
        expectReadable(sound.broken(pointer, value)),
      ),
      { numRuns: 2_000 },
    );
  });
});
