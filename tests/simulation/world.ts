import fc from 'fast-check';

/**
 * A small world as plain data: who there is, what is drawn, what happens when. Everything small and crowded, so that things
 * meet: few contacts, few events, hours that tie. Shrinks to fewer of each.
 */
export interface World {
  readonly contacts: readonly ContactSpec[];
  readonly journeys: readonly JourneySpec[];
  readonly life: readonly Moment[];
  /** Some of the machines that take events in have slow clocks: later events then bear earlier moments. */
  readonly slowClocks: boolean;
  /** Codes in the pool: when they are scarce, who gets one depends on who comes first. */
  readonly codes: 'ample' | 'scarce';
  /** Codes a contact may have; 0 for no limit. */
  readonly codesEach: 0 | 1;
}
export interface ContactSpec {
  readonly zone: 'Asia/Shanghai' | null;
  /** What `poison` nodes break on. */
  readonly poisonous: boolean;
  readonly born: string | null;
  readonly n: number;
}
export interface JourneySpec {
  readonly entries: readonly EntrySpec[];
  readonly again: 'once' | 'afterExit' | 'always' | 'atMostEvery';
  readonly exits: readonly ExitSpec[];
  readonly steps: readonly Step[];
}
export type EntrySpec =
  | { readonly by: 'event'; readonly event: string; readonly first: boolean; readonly keyed: boolean; readonly filtered: boolean }
  | { readonly by: 'segment'; readonly when: Exclude<Criterion, 'visited-lately'>; readonly includeCurrent: boolean }
  | { readonly by: 'schedule'; readonly onlyVips: boolean }
  | { readonly by: 'date' }; // prettier-ignore
export type ExitSpec =
  { readonly event: string; readonly filtered: boolean; readonly goal: boolean } | { readonly when: Criterion };
/** Conditions by name: see `criteria` in drawing.ts. */
export type Criterion = 'a' | 'b' | 'not-a' | 'n1' | 'ordered-twice' | 'visited-lately' | 'never-replied';

/** `ways`: where the outcomes besides the first lead: 0 to the next node, 1 over one, 2 nowhere. */
export type Step = { readonly ways: readonly number[] } & (
  | { readonly do: 'wait'; readonly hours: number; readonly back: number | null }
  | { readonly do: 'until'; readonly time: string }
  | {
      readonly do: 'event';
      readonly events: readonly string[];
      readonly filtered: boolean;
      readonly timeout: number | null;
      readonly lookBack: number | null;
    }
  | { readonly do: 'segment'; readonly when: Criterion }
  | { readonly do: 'split' }
  | { readonly do: 'tag'; readonly add: readonly string[]; readonly remove: readonly string[] }
  | { readonly do: 'set'; readonly n: number }
  | { readonly do: 'track' }
  | { readonly do: 'message'; readonly channel: 'inbox' | 'mail' | 'none'; /** Goes on without the receipt. */ readonly hasty: boolean } // prettier-ignore
  | { readonly do: 'coupon' }
  | { readonly do: 'mint' }
  | { readonly do: 'poison' }
  | { readonly do: 'flaky' }
);

export interface Moment {
  /** Hours since the moment before; 0 is a minute. */
  readonly after: number;
  /** The engine sleeps through them: what was due is done late, all at once. */
  readonly asleep: boolean;
  readonly happenings: readonly Happening[];
  /** What happens a millisecond later, while the engine is busy: after so many of its calls. */
  readonly meanwhile: readonly { readonly calls: number; readonly happening: Happening }[];
}
export type Happening = { readonly who: number } & (
  | { readonly what: 'event'; readonly event: string; readonly n: number; /** Hours on its way. */ readonly late: number; /** Taken in by a machine whose clock is two seconds slow. */ readonly skewed: boolean }
  | { readonly what: 'set'; readonly n: number }
  | { readonly what: 'tag'; readonly tag: string; readonly off: boolean }
  | { readonly what: 'erased' }
); // prettier-ignore

export const EVENTS = ['go', 'reply', 'order', 'visit'] as const;

const event = fc.constantFrom(...EVENTS);
const criterion = fc.constantFrom<Criterion>('a', 'b', 'not-a', 'n1', 'ordered-twice', 'visited-lately', 'never-replied'); // prettier-ignore
/** Without the one that time alone turns: it would be looked at every five minutes of every world. */
const lasting = fc.constantFrom('a' as const, 'b' as const, 'not-a' as const, 'n1' as const, 'ordered-twice' as const, 'never-replied' as const); // prettier-ignore
const hours = fc.constantFrom(1, 2, 24);
const maybeHours = fc.option(hours, { freq: 2 });
const tags = fc.constantFrom<readonly string[]>([], ['a'], ['b'], ['a', 'b']);
const ways = fc.array(fc.nat(2), { maxLength: 3 });

const acts = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('wait' as const), hours, back: fc.option(fc.nat(3), { freq: 5 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('until' as const), time: fc.constantFrom('09:00', '12:00') }) },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('event' as const),
      events: fc.uniqueArray(fc.oneof({ weight: 9, arbitrary: event }, { weight: 1, arbitrary: fc.constant('ping0') }), { minLength: 1, maxLength: 2 }),
      filtered: fc.boolean(),
      timeout: maybeHours,
      lookBack: maybeHours,
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('segment' as const), when: criterion }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('split' as const) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('tag' as const), add: tags, remove: tags }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('set' as const), n: fc.constantFrom(1, 2) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('track' as const) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('message' as const), channel: fc.constantFrom('inbox' as const, 'inbox' as const, 'mail' as const, 'none' as const), hasty: fc.nat(3).map((n) => n === 3) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('coupon' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('mint' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('poison' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('flaky' as const) }) },
); // prettier-ignore
const step: fc.Arbitrary<Step> = fc.tuple(acts, ways).map(([act, to]) => ({ ...act, ways: to }));

const entry: fc.Arbitrary<EntrySpec> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ by: fc.constant('event' as const), event: fc.oneof({ weight: 5, arbitrary: event }, { weight: 1, arbitrary: fc.constant('ping') }), first: fc.boolean(), keyed: fc.boolean(), filtered: fc.boolean() }),
  },
  { weight: 2, arbitrary: fc.record({ by: fc.constant('segment' as const), when: lasting, includeCurrent: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ by: fc.constant('schedule' as const), onlyVips: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ by: fc.constant('date' as const) }) },
); // prettier-ignore
const exit: fc.Arbitrary<ExitSpec> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ event, filtered: fc.boolean(), goal: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ when: criterion }) },
);

const journey: fc.Arbitrary<JourneySpec> = fc.record({
  // Two timers of one journey at one moment let in whom, or refuse whom, by which of them is first: that is nobody's promise.
  entries: fc.uniqueArray(entry, { minLength: 1, maxLength: 2, selector: (one) => (one.by === 'schedule' || one.by === 'date' ? one.by : JSON.stringify(one)) }), // prettier-ignore
  again: fc.constantFrom('once', 'afterExit', 'always', 'atMostEvery'),
  exits: fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: fc.array(exit, { minLength: 1, maxLength: 2 }) }), // prettier-ignore
  steps: fc.array(step, { minLength: 1, maxLength: 6 }),
});

const contact: fc.Arbitrary<ContactSpec> = fc.record({
  zone: fc.option(fc.constant('Asia/Shanghai' as const), { freq: 3 }),
  poisonous: fc.nat(9).map((n) => n === 9),
  born: fc.option(fc.constantFrom('1990-03-02', '1984-03-03'), { freq: 2 }),
  n: fc.constantFrom(1, 2),
});

const happening: fc.Arbitrary<Happening> = fc.tuple(
  fc.nat(19),
  fc.oneof(
    { weight: 12, arbitrary: fc.record({ what: fc.constant('event' as const), event, n: fc.constantFrom(1, 2), late: fc.constantFrom(0, 0, 0, 1, 30), skewed: fc.nat(2).map((n) => n === 2) }) },
    { weight: 2, arbitrary: fc.record({ what: fc.constant('set' as const), n: fc.constantFrom(1, 2) }) },
    { weight: 2, arbitrary: fc.record({ what: fc.constant('tag' as const), tag: fc.constantFrom('a', 'b'), off: fc.boolean() }) },
  ),
).map(([who, what]) => ({ who, ...what })); // prettier-ignore

const moment: fc.Arbitrary<Moment> = fc.record({
  after: fc.constantFrom(0, 0, 1, 2, 24),
  asleep: fc.nat(7).map((n) => n === 7),
  happenings: fc.array(happening, { minLength: 1, maxLength: 30, size: 'max' }),
  meanwhile: fc.constant([]),
});

const busyMoment: fc.Arbitrary<Moment> = fc
  .tuple(moment, fc.array(fc.record({ calls: fc.nat(60), happening }), { maxLength: 4 }))
  .map(([calm, meanwhile]) => ({ ...calm, meanwhile }));

/** `busy`: things also happen while the engine moves; then what comes of them depends on when. */
export function worlds(busy: boolean): fc.Arbitrary<World> {
  return fc.record({
    contacts: fc.array(contact, { minLength: 1, maxLength: 20, size: 'max' }),
    journeys: fc.array(journey, { minLength: 1, maxLength: 3 }),
    life: fc.array(busy ? busyMoment : moment, { minLength: 1, maxLength: 6, size: 'max' }),
    slowClocks: busy ? fc.nat(4).map((n) => n === 4) : fc.constant(false),
    codes: fc.constantFrom('ample', 'ample', 'scarce'),
    codesEach: fc.constantFrom(0, 1),
  });
}
