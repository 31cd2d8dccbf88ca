import type { ReadLine } from './event-file.js';
import type { ReplayEvent } from './event-line.js';

/** What the lines that left the window say together. */
export interface Passed {
  lines: number;
  events: number;
  malformed: number;
  /** The first few malformed lines, with their number and what is wrong. */
  problems: { readonly line: number; readonly problem: string }[];
}

const PROBLEMS_KEPT = 100;

/**
 * Lines read ahead. Events may be taken out of their order, but a line is counted only when all before it are gone:
 * so one number says where reading begins again after a crash.
 */
export class LineWindow {
  #lines: { readonly line: ReadLine; taken: boolean }[] = [];
  readonly #passed: Passed;
  /** The latest moment of an event taken so far. */
  latest = 0;

  constructor(passed: Passed) {
    this.#passed = passed;
  }

  get size(): number {
    return this.#lines.length;
  }

  add(line: ReadLine): void {
    this.#lines.push({ line, taken: false });
  }

  /** Events not taken yet, in order. */
  events(): ReplayEvent[] {
    return this.#lines.flatMap(({ line, taken }) => (!taken && 'event' in line ? [line.event] : []));
  }

  /** Takes the events at these places of `events()`, and counts the lines that are behind now. */
  take(places: readonly number[]): ReplayEvent[] {
    const waiting = this.#lines.filter(({ line, taken }) => !taken && 'event' in line);
    const taken = places.map((place) => {
      const entry = waiting[place]!; // places come from events()
      entry.taken = true;
      return (entry.line as Extract<ReadLine, { event: unknown }>).event;
    });
    const behind = this.#lines.findIndex(({ line, taken: gone }) => !gone && 'event' in line);
    for (const { line } of this.#lines.splice(0, behind < 0 ? this.#lines.length : behind)) this.#count(line);
    return taken;
  }

  #count(line: ReadLine): void {
    this.#passed.lines++;
    if ('event' in line) this.#passed.events++;
    else {
      this.#passed.malformed++;
      if (this.#passed.problems.length < PROBLEMS_KEPT) {
        this.#passed.problems.push({ line: line.number, problem: line.problem });
      }
    }
  }
}
