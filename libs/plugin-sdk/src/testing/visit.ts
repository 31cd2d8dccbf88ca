import type { Json, JsonObject } from '@sojourn/kernel';
import { fromLocal } from '@sojourn/kernel/schedule';
import type { EventFact } from '@sojourn/rules';
import type { Answer } from '../ask.js';
import type { Decision } from '../decision.js';
import type { Receipt, VisitContact, Wake } from '../item.js';

/** An event as a spec writes it: `at` is local time in the visit's zone, or epoch milliseconds, or the visit's own moment. */
export interface WrittenEvent {
  readonly id: number;
  readonly type: string;
  readonly properties: JsonObject;
  readonly at: string | number | undefined;
}

type WrittenWake =
  | Exclude<Wake, { kind: 'event' }>
  | { readonly kind: 'event'; readonly subscription: string; readonly event: WrittenEvent };

/** Everything a visit is built from; times still as written. */
export interface WrittenVisit {
  readonly runId: number;
  readonly visit: number;
  readonly at: number;
  readonly arrivedAt: number | undefined;
  readonly timeZone: string;
  readonly contact: VisitContact;
  readonly entryEvent: WrittenEvent | undefined;
  readonly variables: JsonObject;
  readonly wake: WrittenWake;
  readonly memory: Json | undefined;
  readonly history: readonly WrittenEvent[];
  /** Until when the last decision waited. */
  readonly until: number | undefined;
}

/** Epoch milliseconds of a wall time: `local('2026-03-01T09:00', 'Asia/Shanghai')`. */
export function local(time: string, zone = 'Asia/Shanghai'): number {
  return fromLocal(time, zone);
}

let eventIds = 0;

/** An event; ids ascend in the order in which a spec writes them, like the order of arrival. */
export function event(type: string, properties: JsonObject = {}, at?: string | number): WrittenEvent {
  eventIds += 1;
  return { id: eventIds, type, properties, at };
}

/** The event with its moment read. */
export function factOf(written: WrittenEvent, visit: WrittenVisit): EventFact {
  const { id, type, properties, at } = written;
  const occurredAt = at === undefined ? visit.at : typeof at === 'number' ? at : fromLocal(at, visit.timeZone);
  return { id, type, occurredAt, properties };
}

/** A contact's run that has just arrived: 1 March 2026, 09:00 in Shanghai, unless the spec says otherwise. */
export function visit(): VisitBuilder {
  return new VisitBuilder({
    runId: 1,
    visit: 1,
    at: fromLocal('2026-03-01T09:00', 'Asia/Shanghai'),
    arrivedAt: undefined,
    timeZone: 'Asia/Shanghai',
    contact: { id: 1, attributes: {}, tags: [] },
    entryEvent: undefined,
    variables: {},
    wake: { kind: 'arrived' },
    memory: undefined,
    history: [],
    until: undefined,
  });
}

/** Says who stands on the node, when and why. Every verb answers a new builder; the old one stays as it was. */
export class VisitBuilder {
  readonly written: WrittenVisit;

  constructor(written: WrittenVisit) {
    this.written = written;
  }

  /** The moment of the wake; also that of arrival, unless `arrivedAt` or `keeping` told another. */
  at(time: string | number, zone = this.written.timeZone): VisitBuilder {
    return this.#with({ at: typeof time === 'number' ? time : fromLocal(time, zone), timeZone: zone });
  }

  arrivedAt(time: string): VisitBuilder {
    return this.#with({ arrivedAt: fromLocal(time, this.written.timeZone) });
  }

  withContact(contact: Partial<VisitContact>): VisitBuilder {
    return this.#with({ contact: { ...this.written.contact, ...contact } });
  }

  withAttributes(attributes: JsonObject): VisitBuilder {
    return this.withContact({ attributes });
  }

  withTags(...tags: string[]): VisitBuilder {
    return this.withContact({ tags });
  }

  withVariables(variables: JsonObject): VisitBuilder {
    return this.#with({ variables });
  }

  enteredBy(entryEvent: WrittenEvent): VisitBuilder {
    return this.#with({ entryEvent });
  }

  /** The contact's past, in any order. */
  history(events: readonly WrittenEvent[]): VisitBuilder {
    return this.#with({ history: events });
  }

  /** The run stands here for the nth time. */
  nth(visit: number): VisitBuilder {
    return this.#with({ visit });
  }

  withMemory(memory: Json): VisitBuilder {
    return this.#with({ memory });
  }

  /** Goes on after a decision to wait: what it kept is kept, the arrival stays where it was. */
  keeping(decision: Decision): VisitBuilder {
    const arrivedAt = this.written.arrivedAt ?? this.written.at;
    const memory = 'memory' in decision ? decision.memory : undefined;
    return this.#with({ arrivedAt, memory, until: decision.do === 'wait' ? decision.until : undefined });
  }

  /** The time has come: by default exactly the moment the kept decision waited for. */
  wokenByTimer(at: string | number | undefined = this.written.until): VisitBuilder {
    const woken = this.#with({ wake: { kind: 'timer' } });
    return at === undefined ? woken : woken.at(at);
  }

  wokenByEvent(subscription: string, cause: WrittenEvent): VisitBuilder {
    const at = factOf(cause, this.written).occurredAt;
    return this.#with({ wake: { kind: 'event', subscription, event: cause }, at });
  }

  wokenByReceipt(receipt: Receipt): VisitBuilder {
    return this.#with({ wake: { kind: 'receipt', receipt } });
  }

  wokenByAnswer(answer: Answer): VisitBuilder {
    return this.#with({ wake: { kind: 'answer', answer } });
  }

  wokenByRetry(attempt: number): VisitBuilder {
    return this.#with({ wake: { kind: 'retry', attempt } });
  }

  #with(change: Partial<WrittenVisit>): VisitBuilder {
    return new VisitBuilder({ ...this.written, ...change });
  }
}
