import type { ConformanceAnswer } from './runner.js';

/** Answers of one item that differ, in words. An item's place in its batch is no difference. */
export function differences(
  who: string,
  expected: readonly (ConformanceAnswer | undefined)[],
  given: readonly (ConformanceAnswer | undefined)[],
  places: readonly number[],
): readonly string[] {
  return places.flatMap((place, index) => {
    const [one, other] = [answerText(expected[index]), answerText(given[index])];
    // Faults are told differently here and there; what counts is that both have one.
    if (one === other || (one.startsWith(FAULT) && other.startsWith(FAULT))) return [];
    return [`${who}, item ${place}: ${shortened(one)} is not ${shortened(other)}`];
  });
}

const FAULT = 'no decision: ';

/** An answer as text that is the same for equal ones, whatever the order of their keys. */
export function answerText(answer: ConformanceAnswer | undefined): string {
  if (!answer) return `${FAULT}nothing`;
  if ('fault' in answer) return FAULT + answer.fault;
  const { item: _, ...decision } = answer.decision;
  return JSON.stringify(sorted(decision));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, item]) => [key, sorted(item)]));
}

function shortened(text: string): string {
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}
