import type { GuestHost, HostCall, HostReply, RecordedCall } from '@sojourn/execution';
import { messageOf, type Json, type JsonObject } from '@sojourn/kernel';

/** The reply of a call that the host had not answered when the time was over. In a replay, it is never answered either. */
export const UNANSWERED = 'unanswered';

interface Entry {
  readonly call: HostCall;
  /** Items that were run with it, where they were not all: what was told for these is for nobody else. */
  readonly group?: readonly number[] | undefined;
  reply: HostReply | undefined;
  /** Settles when there is a reply; of one that came from elsewhere, at once. */
  readonly answered: Promise<void>;
}

/**
 * What a guest asked the host and was told. A call is carried out once, however often the guest's code is run again: the
 * attempts that follow find its reply here. Replies given in an attempt of which something came are used up; those of a failed
 * attempt that is made again in parts go back, for its parts to find.
 */
export class Recording {
  readonly #entries: Entry[] = [];
  readonly #free = new Map<string, Entry[]>();
  readonly #host: GuestHost | undefined;
  readonly #most: number;
  #carriedOut = 0;

  /** `most`: calls that are carried out at most; replies of an earlier recording do not count. */
  constructor(host: GuestHost | undefined, most: number, recorded: readonly RecordedCall[] = []) {
    this.#host = host;
    this.#most = most;
    for (const { call, reply } of recorded) {
      const entry: Entry = { call, reply, answered: Promise.resolve() };
      this.#release(entry);
      this.#entries.push(entry);
    }
  }

  /**
   * The replies to one turn's calls, as entries that are answered in time; new ones go to the host together, with the items
   * (`group`) that are run where they are not all.
   */
  ask(calls: readonly HostCall[], group?: readonly number[]): Entry[] {
    const fresh: HostCall[] = [];
    const slots = calls.map((call) => {
      const known = this.#known(call, group);
      if (known) return known;
      if (!this.#host) return refused(call, 'refused', 'nobody is there to carry it out');
      if (this.#carriedOut >= this.#most)
        return refused(call, 'budget', 'not carried out: the host was asked too often');
      this.#carriedOut += 1;
      return fresh.push(call) - 1;
    });
    const entries = fresh.length > 0 ? this.#carryOut(fresh, group) : [];
    // A number is a place among those that were just handed over.
    return slots.map((slot) => (typeof slot === 'number' ? entries[slot]! : slot));
  }

  #known(call: HostCall, group: readonly number[] | undefined): Entry | undefined {
    const free = this.#free.get(keyOf(call));
    const place = free?.findIndex((entry) => !entry.group || group?.every((key) => entry.group?.includes(key)));
    return place === undefined || place < 0 ? undefined : free?.splice(place, 1)[0];
  }

  #carryOut(calls: readonly HostCall[], group: readonly number[] | undefined): Entry[] {
    let replies: Promise<readonly HostReply[]>;
    try {
      replies = this.#host!(group ? calls.map((call) => ({ ...call, group })) : calls);
    } catch (error) {
      replies = Promise.reject(error instanceof Error ? error : new Error(String(error)));
    }
    const all = replies.then(
      (given) => given,
      (error: unknown): HostReply[] => calls.map(() => ({ error: { code: 'host', message: messageOf(error) } })),
    );
    return calls.map((call, index) => {
      const entry: Entry = {
        call,
        group,
        reply: undefined,
        answered: all.then((given) => {
          entry.reply = given[index] ?? { error: { code: 'host', message: 'the host gave no reply' } };
        }),
      };
      this.#entries.push(entry);
      return entry;
    });
  }

  /** The attempt failed and is made again in parts: its calls stay answered for them. */
  giveBack(entries: readonly Entry[]): void {
    for (const entry of entries) if (this.#entries.includes(entry)) this.#release(entry);
  }

  #release(entry: Entry): void {
    const key = keyOf(entry.call);
    const free = this.#free.get(key);
    if (free) free.push(entry);
    else this.#free.set(key, [entry]);
  }

  /** In the order in which the host was asked. */
  calls(): RecordedCall[] {
    return this.#entries.map(({ call, reply }) => ({
      call,
      reply: reply ?? { error: { code: UNANSWERED, message: 'the host had not answered when the time was over' } },
    }));
  }
}

export type RecordedEntry = Entry;

/** A reply of our own, of a call that nobody carried out: not recorded, because it follows from the limits alone. */
function refused(call: HostCall, code: string, message: string): Entry {
  return { call, reply: { error: { code, message } }, answered: Promise.resolve() };
}

/** The same call has the same text, whatever the order of its fields. */
function keyOf({ op, args }: HostCall): string {
  return `${op} ${JSON.stringify(sorted(args))}`;
}
function sorted(value: Json): Json {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(sorted);
  const fields = Object.entries(value as JsonObject).map(([key, item]): [string, Json] => [key, sorted(item)]);
  return Object.fromEntries(fields.sort(([a], [b]) => (a < b ? -1 : 1)));
}
