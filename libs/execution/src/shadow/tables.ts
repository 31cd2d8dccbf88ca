import { hash32, type Json } from '@sojourn/kernel';
import type {
  ShadowAsks,
  ShadowCollection,
  ShadowContact,
  ShadowEntryTimer,
  ShadowEvent,
  ShadowJourney,
  ShadowOutboxRow,
  ShadowPool,
  ShadowRun,
  ShadowTrace,
  ShadowVersion,
} from './rows.js';
import { SortedRows } from './sorted-rows.js';

/**
 * Everything a shadow database holds, with the few indexes that the engine asks by. Rows are changed through the verbs of
 * this folder alone, each of which runs to its end without a pause: a verb is a transaction, and nobody sees half of one.
 */
export class ShadowTables {
  readonly shardCount: number;
  readonly contacts = new Map<number, ShadowContact>();
  readonly events = new Map<number, ShadowEvent>();
  /** In the order of id. */
  readonly signals = new Map<number, ShadowEvent>();
  readonly runs = new Map<number, ShadowRun>();
  /** Active runs with a moment. */
  readonly dueRuns = new SortedRows();
  readonly outbox = new Map<number, ShadowOutboxRow>();
  /** Rows that are `ready` or `sending`. */
  readonly dueOutbox = new SortedRows();
  readonly outboxKeys = new Set<string>();
  readonly traces: ShadowTrace[] = [];
  /** By `<version> <node> <outcome>`: see the edge counts of the database. */
  readonly edgeCounts = new Map<string, number>();
  readonly asks: ShadowAsks = new Map();
  readonly pools = new Map<number, ShadowPool>();
  readonly collections = new Map<number, ShadowCollection>();
  readonly journeys = new Map<number, ShadowJourney>();
  readonly versions = new Map<number, ShadowVersion>();
  readonly entryTimers = new Map<number, ShadowEntryTimer>();
  readonly dueTimers = new SortedRows();
  /** One a (journey, entry, contact): see {@link timerName}. */
  readonly timerByName = new Map<string, ShadowEntryTimer>();
  /** Who is inside: contact ids by `<journey>:<entry>`. */
  readonly inside = new Map<string, Set<number>>();
  readonly #lastIds = new Map<string, number>();

  constructor(shardCount: number) {
    this.shardCount = shardCount;
  }

  /** The next id of a kind; ids ascend. */
  nextId(kind: string): number {
    const id = (this.#lastIds.get(kind) ?? 0) + 1;
    this.#lastIds.set(kind, id);
    return id;
  }

  shardOf(contactId: number): number {
    return hash32(String(contactId)) % this.shardCount;
  }

  /** Changes a run and keeps the index of what is due. */
  change(run: ShadowRun, patch: Partial<ShadowRun>): void {
    if (run.state === 'active' && run.dueAt !== null) this.dueRuns.remove(run.dueAt, run.id);
    Object.assign(run, patch);
    if (run.state === 'active' && run.dueAt !== null) this.dueRuns.add(run.dueAt, run.id);
  }

  /** Changes an outbox row and keeps the index of what wants attention. */
  changeOutbox(row: ShadowOutboxRow, patch: Partial<ShadowOutboxRow>): void {
    if (wantsAttention(row)) this.dueOutbox.remove(row.dueAt, row.id);
    Object.assign(row, patch);
    if (wantsAttention(row)) this.dueOutbox.add(row.dueAt, row.id);
  }

  addTimer(timer: ShadowEntryTimer): void {
    this.entryTimers.set(timer.id, timer);
    this.timerByName.set(timerName(timer), timer);
    this.dueTimers.add(timer.dueAt, timer.id);
  }

  /** Moves a timer on, or removes it. */
  changeTimer(timer: ShadowEntryTimer, next: { readonly dueAt: number | null; readonly cursor: number }): void {
    this.dueTimers.remove(timer.dueAt, timer.id);
    if (next.dueAt === null) {
      this.entryTimers.delete(timer.id);
      this.timerByName.delete(timerName(timer));
      return;
    }
    timer.dueAt = next.dueAt;
    timer.cursor = next.cursor;
    this.dueTimers.add(timer.dueAt, timer.id);
  }

  count(versionId: number, nodeId: string, outcome: string): void {
    const key = `${versionId} ${nodeId} ${outcome}`;
    this.edgeCounts.set(key, (this.edgeCounts.get(key) ?? 0) + 1);
  }

  insideOf(journeyId: number, entryId: string): Set<number> {
    const name = `${journeyId}:${entryId}`;
    let members = this.inside.get(name);
    if (!members) this.inside.set(name, (members = new Set()));
    return members;
  }
}

export function timerName(own: Pick<ShadowEntryTimer, 'journeyId' | 'entryId' | 'contactId'>): string {
  return `${own.journeyId}:${own.entryId}:${own.contactId ?? 0}`;
}

function wantsAttention({ state }: ShadowOutboxRow): boolean {
  return state === 'ready' || state === 'sending';
}

export function isUnderWay({ state }: ShadowRun): boolean {
  return state === 'active' || state === 'paused';
}

/** As it would come back from a column of JSON text. */
export function asStored<T extends Json | undefined>(value: T): T {
  return value === undefined ? value : (JSON.parse(JSON.stringify(value)) as T);
}
