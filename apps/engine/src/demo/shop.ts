import { DAY, HOUR, MINUTE, SECOND, seededRandom, type Random } from '@sojourn/kernel';
import { setImmediate as breathe } from 'node:timers/promises';
import { habitsOf, joining, lifeOf, teller, visit, type DemoEvent } from './behaviour.js';
import { generatePeople, person, type Person } from './people.js';
import type { Demo } from './state.js';

/** How far ahead the lives of the seeded people are told; told anew for the next stretch. */
const STRETCH = 6 * HOUR;
/** People told in one go before others may use the processor. */
const TOLD_AT_ONCE = 50;
/** Of a visit, measured over the behaviour. */
const EVENTS_A_VISIT = 2;
/** Of the visits of a busy shop. */
const SHARE_OF_NEWCOMERS = 0.12;
/** How likely a busy shop's visitor came lately: then the newcomers' journeys move on. */
const SHARE_OF_RECENT = 0.2;
const RECENT = 200;
/** Without an audience somebody new signs up about so often. */
const NEWCOMER_EVERY = 15 * MINUTE;
/** Seeded people have lower numbers. Newcomers count by the second, so that no number comes twice after a restart. */
const FIRST_NUMBER = 100_000;

/** What happens in the demo's shop from now on, by the same behaviour as its past. */
export class Shop {
  readonly workspaceId: number;
  readonly #demo: Demo;
  readonly #random: Random;
  readonly #people: readonly Person[];
  readonly #chapter: string;
  #recent: Person[] = [];
  /** Events to come, in no order. */
  #agenda: DemoEvent[] = [];
  #told: number;
  #newcomerAt: number;
  #visits = 0;
  #number = 0;
  /** Events owed to a busy shop. */
  #owed = 0;

  constructor(demo: Demo, now: number) {
    this.workspaceId = demo.workspaceId;
    this.#demo = demo;
    this.#chapter = `live-${now.toString(36)}`;
    this.#random = seededRandom(`${demo.seed}:${this.#chapter}`);
    this.#people = generatePeople(demo.seed, demo.contacts, demo.until);
    this.#told = now;
    this.#newcomerAt = now + this.#random.next() * NEWCOMER_EVERY;
  }

  /** Tells what the seeded people and a few newcomers do of themselves; a no-op while enough of it is told. */
  async tell(now: number): Promise<void> {
    while (now >= this.#newcomerAt) {
      this.#welcome(this.#newcomerAt);
      this.#newcomerAt += this.#random.next() * 2 * NEWCOMER_EVERY;
    }
    if (now < this.#told) return;
    const from = this.#told;
    const until = (this.#told = now + STRETCH);
    for (const [i, shopper] of this.#people.entries()) {
      if (i % TOLD_AT_ONCE === 0) await breathe();
      if (shopper.joinedAt >= until) continue;
      for (const event of lifeOf(this.#demo.seed, shopper, until)) if (event.at >= from) this.#agenda.push(event);
    }
  }

  /** Visits for about so many events, beginning now. */
  bustle(now: number, events: number): void {
    this.#owed += events;
    while (this.#owed > 0) {
      this.#owed -= EVENTS_A_VISIT;
      if (this.#random.next() < SHARE_OF_NEWCOMERS) this.#welcome(now);
      else this.#visit(this.#visitor(now), now);
    }
  }

  /** What has happened by now and was not handed out yet, in the order of time. */
  due(now: number, most: number): DemoEvent[] {
    const due = this.#agenda.filter(({ at }) => at <= now).sort((a, b) => a.at - b.at);
    const handed = new Set(due.slice(0, most));
    if (handed.size > 0) this.#agenda = this.#agenda.filter((event) => !handed.has(event));
    return [...handed];
  }

  /** Somebody new, who looks around within the minute. */
  #welcome(at: number): void {
    const bySecond = FIRST_NUMBER + Math.floor((at - this.#demo.until + 2 * DAY) / SECOND);
    this.#number = Math.max(this.#number + 1, bySecond);
    const newcomer = person(this.#demo.seed, this.#number, at);
    const told = teller(newcomer, 'joined');
    joining(newcomer, told.add);
    this.#agenda.push(...told.events);
    this.#recent = [newcomer, ...this.#recent.slice(0, RECENT - 1)];
    this.#visit(newcomer, Math.floor(at + this.#random.next() * MINUTE));
  }

  #visitor(now: number): Person {
    if (this.#recent.length > 0 && this.#random.next() < SHARE_OF_RECENT) return this.#random.pick(this.#recent);
    let known = this.#random.pick(this.#people);
    // Who buys comes again and again; of those who only look, one in a few is enough.
    for (let tries = 0; tries < 2 && habitsOf(known).cart < 0.4; tries++) known = this.#random.pick(this.#people);
    return known.joinedAt < now ? known : this.#people[0]!; // a demo has people
  }

  #visit(shopper: Person, at: number): void {
    const told = teller(shopper, `${this.#chapter}.${++this.#visits}`);
    visit(at, habitsOf(shopper), this.#random, told.add);
    this.#agenda.push(...told.events);
  }
}
