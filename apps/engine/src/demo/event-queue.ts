import type { EventWindow } from '@sojourn/execution';
import type { DemoEvent } from './behaviour.js';

/** How far to look ahead for events that can be taken together. */
const WINDOW = 3_000;

/** Events in the order of time, taken out of it where contacts do not mind. */
export class EventQueue implements EventWindow<DemoEvent> {
  latest = 0;
  #ahead: DemoEvent[] = [];
  #next = 0;
  readonly #events: readonly DemoEvent[];

  constructor(events: readonly DemoEvent[]) {
    this.#events = events;
    this.#fill();
  }

  get isEmpty(): boolean {
    return this.#ahead.length === 0;
  }

  /** The moment of the first event. */
  get first(): number {
    return this.#ahead[0]?.at ?? Infinity;
  }

  events(): readonly DemoEvent[] {
    return this.#ahead;
  }

  take(places: readonly number[]): readonly DemoEvent[] {
    const gone = new Set(places);
    const taken = this.#ahead.filter((_, place) => gone.has(place));
    this.#ahead = this.#ahead.filter((_, place) => !gone.has(place));
    this.#fill();
    return taken;
  }

  #fill(): void {
    const wanted = WINDOW - this.#ahead.length;
    for (const event of this.#events.slice(this.#next, this.#next + wanted)) this.#ahead.push(event);
    this.#next += wanted;
  }
}
