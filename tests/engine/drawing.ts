import { SCHEMA_VERSION, type EntryRule, type ExitRule, type JourneyDocument, type Reentry } from '@sojourn/journey';
import type { Duration } from '@sojourn/kernel/schedule';
import type { JsonObject } from '@sojourn/kernel';
import type { Condition } from '@sojourn/rules';

/** The way out that a drawing goes on from when no other is named. */
const MAIN: Readonly<Record<string, string>> = {
  wait: 'done',
  'update-contact': 'done',
  message: 'delivered',
  webhook: 'delivered',
  coupon: 'issued',
};
const origin = { x: 0, y: 0 };
type OpenEnd = { readonly node: string; readonly outcome: string };
type Without<T, K extends string> = T extends unknown ? Omit<T, K> : never;
type Rule<Kind extends EntryRule['kind']> = Omit<Extract<EntryRule, { kind: Kind }>, 'id' | 'kind'>;

export function duration(text: string): Duration {
  const [, amount, unit] = /^(\d+) (second|minute|hour|day|week|month)s?$/.exec(text) ?? [];
  if (!amount || !unit) throw new Error(`not a duration: ${text}`);
  return { amount: Number(amount), unit: `${unit}s` as Duration['unit'] };
}

export const payload = (path: string, is: 'eq' | 'gte' | 'lt', value: string | number | boolean): Condition => ({
  op: 'payload',
  path,
  is,
  value,
});
export const attribute = (path: string, value: string | number | boolean): Condition => ({
  op: 'attribute',
  path,
  is: 'eq',
  value,
});
export const tagged = (tag: string): Condition => ({ op: 'tag', tag, is: 'present' });
export const did = (event: string, times = 1, within?: string): Condition => ({
  op: 'event',
  event,
  aggregate: 'count',
  is: 'gte',
  value: times,
  // Spans know no seconds and no months.
  ...(within ? { within: duration(within) as never } : {}),
});
export const not = (condition: Condition): Condition => ({ op: 'not', condition });

/** Draws a journey in words; each step follows the one before by its usual way out. */
export function journey(name = 'Journey'): Drawing {
  return new Drawing(name);
}

export class Drawing {
  readonly #name: string;
  readonly #rules: EntryRule[] = [];
  readonly #exits: ExitRule[] = [];
  readonly #nodes: JourneyDocument['nodes'][number][] = [];
  readonly #edges: JourneyDocument['edges'][number][] = [];
  #reentry: Reentry = { mode: 'once' };
  #timeZone = 'UTC';
  #open: OpenEnd | undefined = { node: 'entry', outcome: 'entered' };

  constructor(name: string) {
    this.#name = name;
  }

  onEvent(event: string, more: Partial<Rule<'event'>> = {}): this {
    return this.#enter({ kind: 'event', event, ...more });
  }
  onSegment(condition: Condition, more: Partial<Rule<'segment'>> = {}): this {
    return this.#enter({ kind: 'segment', condition, ...more });
  }
  onList(): this {
    return this.#enter({ kind: 'api' });
  }
  onSchedule(rule: Rule<'schedule'>): this {
    return this.#enter({ kind: 'schedule', ...rule });
  }
  onDate(rule: Rule<'date'>): this {
    return this.#enter({ kind: 'date', ...rule });
  }
  again(reentry: Reentry): this {
    this.#reentry = reentry;
    return this;
  }
  inZone(timeZone: string): this {
    this.#timeZone = timeZone;
    return this;
  }
  goalOn(event: string, filter?: Condition): this {
    return this.#leave(true, { kind: 'event', event, ...(filter ? { filter } : {}) });
  }
  exitOn(event: string, filter?: Condition): this {
    return this.#leave(false, { kind: 'event', event, ...(filter ? { filter } : {}) });
  }
  exitWhen(condition: Condition): this {
    return this.#leave(false, { kind: 'condition', condition });
  }

  node(id: string, type: string, config: JsonObject = {}): this {
    this.#nodes.push({ id, type, config, position: origin });
    this.to(id);
    const outcome = MAIN[type];
    this.#open = outcome ? { node: id, outcome } : undefined;
    return this;
  }
  wait(id: string, time: string): this {
    return this.node(id, 'wait', { mode: 'duration', duration: { ...duration(time) } });
  }
  /** Waits for the first of some events; branches are named after their events. */
  waitFor(
    id: string,
    events: readonly (string | { readonly event: string; readonly id?: string; readonly filter?: Condition })[],
    more: { readonly timeout?: string; readonly lookBack?: string } = {},
  ): this {
    const branches = events.map((one) => {
      const { event, id: branch = event, filter } = typeof one === 'string' ? { event: one } : { ...one };
      return { id: branch, label: branch, event, ...(filter ? { filter: filter as unknown as JsonObject } : {}) };
    });
    const { timeout, lookBack } = more;
    return this.node(id, 'wait', {
      mode: 'event',
      branches,
      ...(timeout ? { timeout: { ...duration(timeout) } } : {}),
      ...(lookBack ? { lookBack: { ...duration(lookBack) } } : {}),
    }).by(id, branches[0]!.id); // a wait has a branch at least
  }
  message(id: string, body: string): this {
    return this.node(id, 'message', { channel: 'inbox', subject: id, body, format: 'text' });
  }
  tag(id: string, ...tags: string[]): this {
    return this.node(id, 'update-contact', { addTags: tags });
  }
  end(id: string): this {
    return this.node(id, 'exit');
  }
  /** The next step or `to` hangs on this way out. */
  by(node: string, outcome: string): this {
    this.#open = { node, outcome };
    return this;
  }
  to(node: string): this {
    if (this.#open) this.#edges.push({ id: `${this.#open.node}-${this.#open.outcome}`, from: this.#open, to: node });
    this.#open = undefined;
    return this;
  }

  document(): JourneyDocument {
    return {
      schemaVersion: SCHEMA_VERSION,
      name: this.#name,
      timeZone: this.#timeZone,
      entry: { position: origin, rules: this.#rules, reentry: this.#reentry },
      exits: this.#exits,
      nodes: this.#nodes,
      edges: this.#edges,
    };
  }

  #enter(rule: Without<EntryRule, 'id'>): this {
    this.#rules.push({ id: `e${this.#rules.length + 1}`, ...rule });
    return this;
  }
  #leave(goal: boolean, when: ExitRule['when']): this {
    const id = when.kind === 'event' ? when.event : `x${this.#exits.length + 1}`;
    this.#exits.push({ id, name: id, goal, when });
    return this;
  }
}
