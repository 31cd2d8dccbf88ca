import { addDuration } from '@sojourn/kernel/schedule';
import { groupBy, HOUR, SECOND } from '@sojourn/kernel';
import type { ShadowEvent, ShadowTables } from '@sojourn/execution/shadow';
import { stories, type Stay, type Story } from './story.js';
import { SKEW, type House } from './house.js';
import type { World } from './world.js';

export interface Lived {
  readonly world: World;
  readonly house: House;
}
interface Scene extends Lived {
  readonly tables: ShadowTables;
  readonly told: readonly Story[];
}

/** What must hold of any world that was lived through, whatever befell those who moved it. Each answers what is wrong. */
const PROPERTIES = {
  nobodyIsLost,
  visitsFollowTheDrawing,
  visitsAreLeftOnce,
  tracksOnce,
  messagesOnce,
  valuesOnce,
  countsAddUp,
  waitsAreNotEarly,
  eventsAreNotLost,
  entriesAreKept,
  reentryIsRespected,
  exitsAreRespected,
  poisonIsAlone,
} as const satisfies Record<string, (scene: Scene) => readonly string[]>;

/** Everything that is wrong, with the name of the property it offends. */
export function violations(lived: Lived): string[] {
  const { tables } = lived.house.shadow;
  const scene: Scene = { ...lived, tables, told: stories(tables, lived.world.journeys) };
  return Object.entries(PROPERTIES).flatMap(([name, check]) => check(scene).map((what) => `${name}: ${what}`));
}

/** Every run waits for something to come, is over with a reason, or is parked with one; nothing lies about half done. */
function nobodyIsLost({ house, tables }: Scene): string[] {
  const now = house.clock.now();
  const wrong: string[] = [];
  if (tables.signals.size > 0) wrong.push(`${tables.signals.size} events are not routed`);
  const underWay = new Set<number>();
  for (const { id, state, dueAt, runId } of tables.outbox.values()) {
    if (state === 'ready' || state === 'sending') underWay.add(runId);
    if ((state === 'ready' || state === 'sending') && dueAt <= now) wrong.push(`delivery ${id} is ${state} and due`);
  }
  for (const { id, state, dueAt, subscriptions, endReason, endDetail, nodeId } of tables.runs.values()) {
    if (state === 'ended' && !endReason) wrong.push(`run ${id} ended without a reason`);
    if (state === 'quarantined' && !endDetail) wrong.push(`run ${id} is parked without a reason`);
    if (state !== 'active') continue;
    if (dueAt !== null && dueAt <= now) wrong.push(`run ${id} is due at ${nodeId} and nobody moves it`);
    if (dueAt === null && subscriptions.length === 0 && !underWay.has(id)) wrong.push(`run ${id} waits for nothing at ${nodeId}`); // prettier-ignore
  }
  return wrong;
}

function visitsFollowTheDrawing({ told }: Scene): string[] {
  return told.flatMap(({ gaps }) => gaps);
}

function visitsAreLeftOnce({ tables }: Scene): string[] {
  const left = tables.traces.flatMap(({ runId, steps }) =>
    steps.filter(({ outcome }) => outcome !== null).map(({ nodeId, visit }) => `${runId}:${nodeId}:${visit}`),
  );
  return repeated(left).map((visit) => `${visit} was left twice`);
}

/** Each visit of a node that records an event recorded one. */
function tracksOnce({ told, tables }: Scene): string[] {
  const recorded = [...tables.events.values()].flatMap(({ properties: { by } }) =>
    typeof by === 'string' ? [by] : [],
  );
  const wanted = staysAt(told, 'track').filter(({ stay }) => stay.outcome !== null).map(keyOf); // prettier-ignore
  return [
    ...repeated(recorded).map((by) => `${by} recorded its event twice`),
    ...difference(wanted, recorded).map((by) => `${by} was left and recorded nothing`),
    ...difference(recorded, wanted).map((by) => `${by} recorded an event and was not left`),
  ];
}

/** Each message has one row in the outbox; what it says became of it is what the provider and the run say. */
function messagesOnce({ told, tables, house }: Scene): string[] {
  const rows = groupBy(tables.outbox.values(), ({ runId, nodeId, visit }) => `${runId}:${nodeId}:${visit}`);
  const wrong: string[] = [];
  for (const { run, stay } of staysAt(told, 'message')) {
    if (stay.step?.do !== 'message' || stay.step.channel === 'none') continue;
    const key = `${run.id}:${stay.nodeId}:${stay.visit}`;
    const own = rows.get(key) ?? [];
    if (own.length > 1) wrong.push(`${key} has ${own.length} messages`);
    if (stay.outcome === null || stay.outcome === 'suppressed') continue;
    const [row] = own;
    if (!row) wrong.push(`${key} was left by ${stay.outcome} without a message`);
    else if (!stay.step.hasty && (row.state === 'delivered') !== (stay.outcome === 'delivered')) wrong.push(`${key} left by ${stay.outcome}, its message is ${row.state}`); // prettier-ignore
  }
  for (const row of tables.outbox.values()) {
    const called = house.ledger.get(row.key)?.calls ?? 0;
    if (row.state === 'delivered' && called === 0) wrong.push(`${row.key} is delivered and the provider knows nothing`);
    // The mail provider does not dedupe: what may have arrived is never sent again.
    if (row.effect.kind === 'message' && row.effect.channel === 'mail' && called > 1 && row.attempt < called) wrong.push(`${row.key} was mailed ${called} times`); // prettier-ignore
  }
  return wrong;
}

/** Codes and medals: once a visit, never over stock, never over the limit of a contact, and each for a visit that asked. */
function valuesOnce({ told, tables, world }: Scene): string[] {
  const wrong: string[] = [];
  const given = (kind: 'coupon' | 'mint'): readonly { readonly key: string; readonly contactId: number }[] =>
    kind === 'coupon'
      ? [...tables.pools.values()].flatMap(({ issued }) => issued)
      : [...tables.collections.values()].flatMap(({ minted }) => minted);
  for (const kind of ['coupon', 'mint'] as const) {
    const keys = given(kind).map(({ key }) => key);
    const stays = staysAt(told, kind);
    const visits = new Set(stays.map(({ run, stay }) => `1:${run.id}:${stay.nodeId}:${stay.visit}:${kind}`));
    wrong.push(...repeated(keys).map((key) => `${key} was given twice`));
    // A run that was parked in the middle of a wake keeps for its repair what it was given in it.
    const parked = told.flatMap(({ run }) => (run.state === 'quarantined' ? [`1:${run.id}:`] : []));
    const odd = keys.filter((key) => !visits.has(key) && !parked.some((run) => key.startsWith(run)));
    wrong.push(...odd.map((key) => `${key} was given and nobody was there`));
    for (const { run, stay } of stays) {
      const won = stay.outcome === 'issued' || stay.outcome === 'minted';
      const key = `1:${run.id}:${stay.nodeId}:${stay.visit}:${kind}`;
      if (won && !keys.includes(key)) wrong.push(`${key} left with nothing in its hands`);
      if (!won && stay.outcome !== null && keys.includes(key)) wrong.push(`${key} was given, and left by ${stay.outcome}`); // prettier-ignore
    }
  }
  const codes = given('coupon');
  if (world.codes === 'scarce' && codes.length > 2) wrong.push(`${codes.length} of 2 codes were given`);
  if (world.codesEach === 1)
    wrong.push(...repeated(codes.map(({ contactId }) => contactId)).map((id) => `contact ${id} has two codes`));
  return wrong;
}

/** The counts on the canvas are the sums of the traces. */
function countsAddUp({ tables, told }: Scene): string[] {
  const expected = new Map<string, number>();
  const count = (run: Story['run'], nodeId: string, outcome: string): void => {
    const key = `${run.versionId} ${nodeId} ${outcome}`;
    expected.set(key, (expected.get(key) ?? 0) + 1);
  };
  for (const { run, stays } of told) {
    count(run, 'entry', 'entered');
    for (const { nodeId, outcome } of stays) if (outcome !== null) count(run, nodeId, outcome);
    if (run.state !== 'ended') continue;
    count(run, 'entry', `$end:${run.endReason}`);
    const last = stays.at(-1);
    if (last?.outcome === null) count(run, run.nodeId, `$end:${run.endReason}`);
  }
  const keys = new Set([...expected.keys(), ...tables.edgeCounts.keys()]);
  return [...keys].flatMap((key) => {
    const [wanted = 0, found = 0] = [expected.get(key), tables.edgeCounts.get(key)];
    return wanted === found ? [] : [`${key} is counted ${found} times, ${wanted} went there`];
  });
}

/** A wait ends when it is over; under a virtual clock at that very moment. */
function waitsAreNotEarly({ told, tables, house }: Scene): string[] {
  return told.flatMap(({ run, stays }) =>
    stays.flatMap((stay): string[] => {
      const { step, from, until, outcome } = stay;
      if (until === null || (outcome !== 'done' && outcome !== 'timeout')) return [];
      const hours = step?.do === 'wait' ? step.hours : step?.do === 'event' ? step.timeout : null;
      if (hours === null) return [];
      const zone = tables.contacts.get(run.contactId)?.timeZone ?? 'UTC';
      const over = hours === 24 ? addDuration(from, { amount: 1, unit: 'days' }, zone) : from + hours * HOUR;
      if (until < over) return [`run ${run.id} left ${stay.nodeId}.${stay.visit} ${over - until} ms too early`];
      if (house.logicalTime && until > over) return [`run ${run.id} left ${stay.nodeId}.${stay.visit} ${until - over} ms too late`]; // prettier-ignore
      return [];
    }),
  );
}

/**
 * Nobody waits for, or gave up on, an event that came while they waited. Whom an event let in hears of every later one, by the
 * order in which they came in, whatever the clocks said; after that, of what comes after they arrived.
 */
function eventsAreNotLost({ told, tables, house, world }: Scene): string[] {
  // After a sleep journeys record late what bears an early moment; it came when it was recorded.
  const slept = world.life.some(({ asleep }) => asleep);
  return told.flatMap(({ run, stays }) =>
    stays.flatMap((stay, i): string[] => {
      const { step, from, outcome } = stay;
      if (step?.do !== 'event' || (outcome !== null && outcome !== 'timeout')) return [];
      if (outcome === null && run.state !== 'active') return [];
      const until = (house.logicalTime ? stay.until : step.timeout && from + step.timeout * HOUR) ?? Infinity;
      const inFirstWake = run.entryEventId !== null && stays.slice(0, i).every((before) => PASSING.has(before.step?.do ?? '')); // prettier-ignore
      // Where an event of a slow clock let it arrive, `from` is early.
      const slow = eventsOf(tables, run.contactId).some(({ properties }) => properties['skewed'] === true) ? SKEW : 0;
      const missed = eventsOf(tables, run.contactId).find((event) => {
        if (!step.events.includes(event.type) || (step.filtered && event.properties['n'] !== 1)) return false;
        if (slept && event.properties['by'] !== undefined) return false;
        // What it recorded itself as it left is not what it waited for.
        const inTime = event.properties['by'] === undefined ? event.receivedAt <= until : event.receivedAt < until;
        if (inFirstWake) return event.id > run.entryEventId! && event.receivedAt + SKEW <= until; // asked above
        return inTime && event.receivedAt > from + slow && isLater(event, run, world);
      });
      return missed ? [`run ${run.id} at ${stay.nodeId}.${stay.visit} from ${from} missed ${missed.type} ${missed.id} at ${missed.receivedAt}`] : []; // prettier-ignore
    }),
  );
}
/** Steps that nobody rests at. */
const PASSING = new Set<string>(['tag', 'set', 'track', 'segment', 'split', 'coupon', 'mint', 'poison']);

/** Whoever may always come in by an event came in by each. */
function entriesAreKept({ told, tables, world }: Scene): string[] {
  return world.journeys.flatMap(({ entries, again }, place) => {
    const [entry] = entries;
    if (entries.length > 1 || entry?.by !== 'event' || entry.first || entry.event === 'ping') return [];
    return [...tables.contacts.values()].flatMap(({ id, events }): string[] => {
      const came = events.filter(({ type, properties }) => type === entry.event && (!entry.filtered || properties['n'] === 1)).length; // prettier-ignore
      const runs = told.filter(({ run }) => run.journeyId === place + 1 && run.contactId === id).length;
      if (again === 'always' && runs !== came) return [`contact ${id} came ${came} times into j${place}, ${runs} runs`];
      return came > 0 && runs === 0 ? [`contact ${id} never came into j${place}`] : [];
    });
  });
}

/** Runs of one contact under one key: one ever, or one at a time, as the journey says. */
function reentryIsRespected({ told, world, house }: Scene): string[] {
  const groups = groupBy(told, ({ run }) => `${run.journeyId} ${run.contactId} ${run.key}`);
  return [...groups].flatMap(([name, group]): string[] => {
    const again = world.journeys[group[0]!.run.journeyId - 1]?.again; // groupBy makes no empty groups
    if (again === 'once' && group.length > 1) return [`${name} came ${group.length} times, once is allowed`];
    if (again === 'always' || again === 'once') return [];
    const runs = group.map(({ run }) => run).sort((a, b) => a.id - b.id);
    return runs.slice(1).flatMap((run, i) => {
      const before = runs[i]!; // as long as the slice
      const over = before.endedAt ?? Infinity;
      // On real time a run ends when it is moved, and the next begins when its event came.
      return run.startedAt < over - (house.logicalTime ? 2 * SKEW : HOUR / 2)
        ? [`${name} came in while it was in`]
        : [];
    });
  });
}

/** Nobody goes on after an event that ends their run. */
function exitsAreRespected({ told, tables, house, world }: Scene): string[] {
  if (!house.logicalTime) return [];
  return told.flatMap(({ run, journey, stays }) => {
    if (run.state === 'quarantined') return [];
    return journey.exits.flatMap((exit) => {
      if ('when' in exit) return [];
      const event = eventsOf(tables, run.contactId).find(
        (one) => one.type === exit.event && (!exit.filtered || one.properties['n'] === 1) && isLater(one, run, world),
      );
      if (!event) return [];
      const late = stays.find(({ until }) => until !== null && until > event.receivedAt);
      if (late)
        return [`run ${run.id} left ${late.nodeId} at ${late.until}, after ${exit.event} at ${event.receivedAt}`];
      if (run.state === 'ended' && (run.endedAt ?? Infinity) <= event.receivedAt) return [];
      return [`run ${run.id} is ${run.state}, though ${exit.event} came at ${event.receivedAt}`];
    });
  });
}

/** Whoever breaks a node is parked there; nobody else is. */
function poisonIsAlone({ told, tables, world }: Scene): string[] {
  return told.flatMap(({ run, stays }): string[] => {
    const contact = tables.contacts.get(run.contactId);
    if (!contact) return [];
    const poisonous = world.contacts[Number(contact.externalId?.slice(1))]?.poisonous === true;
    if (run.state === 'quarantined' && !(poisonous && run.endDetail?.includes('is poison')))
      return [`run ${run.id} is parked at ${run.nodeId}: ${run.endDetail}`];
    const passed = stays.some(({ step, outcome }) => step?.do === 'poison' && outcome !== null);
    return passed && poisonous ? [`run ${run.id} passed what is poison to it`] : [];
  });
}

// ── words ─────────────────────────────────────────────────────────────────────────────────────────────────────

interface StayOf {
  readonly run: Story['run'];
  readonly stay: Stay;
}
function staysAt(told: readonly Story[], kind: string): StayOf[] {
  return told.flatMap(({ run, stays }) => stays.filter(({ step }) => step?.do === kind).map((stay) => ({ run, stay })));
}
const keyOf = ({ run, stay }: StayOf): string => `${run.id}:${stay.nodeId}:${stay.visit}`;
function eventsOf(tables: ShadowTables, contactId: number): readonly ShadowEvent[] {
  return tables.contacts.get(contactId)?.events ?? [];
}
/**
 * Whether an event surely came after the run began. What a journey brings about bears the moment of its wake, and a segment lets in
 * by it: another event may have come between that moment and the entry.
 */
function isLater(event: ShadowEvent, { entryEventId, startedAt }: Story['run'], { life }: World): boolean {
  // After a sleep a timer lets in at a moment long past, when events that came later have been heard by others.
  if (entryEventId === null && life.some(({ asleep }) => asleep)) return false;
  if (event.properties['skewed'] === true) return false;
  return event.receivedAt > startedAt && (entryEventId === null ? event.receivedAt > startedAt + SECOND : event.id > entryEventId); // prettier-ignore
}
function repeated<T>(items: readonly T[]): T[] {
  return [...groupBy(items, (item) => item)].flatMap(([item, all]) => (all.length > 1 ? [item] : []));
}
function difference<T>(from: readonly T[], without: readonly T[]): T[] {
  const gone = new Set(without);
  return from.filter((item) => !gone.has(item));
}
