import type { WorkLane } from '@sojourn/execution';
import { mailbox, type Mailboxes } from './mailboxes.js';
import type { Owners } from './owners.js';

/** Announcements within this time of one another travel together: a thousand events make a handful of jobs. */
const GATHER_MS = 10;

/** `any`: nobody said which shards, so all may have work. */
type Wanted = Map<WorkLane, Set<number> | 'any'>;

export interface AnnouncerParts {
  readonly mailboxes: Mailboxes;
  readonly owners: Owners;
  /** This process, which needs no letter to itself. */
  readonly self: string | undefined;
  /** Whether it makes sense to try. */
  readonly connected: () => boolean;
  /** Lanes whose work is found by shard and belongs to its owner; any worker may take the others. */
  readonly byShard: ReadonlySet<WorkLane>;
  readonly onError: (error: unknown) => void;
}

/** Gathers announcements and posts them to whom they concern. What cannot be posted is dropped: workers poll. */
export class Announcer {
  readonly #parts: AnnouncerParts;
  #wanted: Wanted = new Map();
  #timer: NodeJS.Timeout | undefined;
  #posting: Promise<void> | undefined;
  #postedAt = -Infinity;

  constructor(parts: AnnouncerParts) {
    this.#parts = parts;
  }

  announce(lane: WorkLane, shards: readonly number[] | undefined): void {
    if (!this.#parts.connected()) return;
    const known = this.#wanted.get(lane);
    if (!shards) this.#wanted.set(lane, 'any');
    else if (known === undefined) this.#wanted.set(lane, new Set(shards));
    else if (known !== 'any') for (const shard of shards) known.add(shard);
    this.#schedule();
  }

  async close(): Promise<void> {
    clearTimeout(this.#timer);
    this.#wanted.clear();
    await this.#posting;
  }

  /** The first goes at once; what follows closely waits a little for more. */
  #schedule(): void {
    if (this.#timer || this.#posting) return;
    const since = performance.now() - this.#postedAt;
    const go = (): void => {
      this.#timer = undefined;
      this.#postedAt = performance.now();
      const wanted = this.#wanted;
      this.#wanted = new Map();
      this.#posting = this.#post(wanted)
        .catch(this.#parts.onError)
        .finally(() => {
          this.#posting = undefined;
          if (this.#wanted.size > 0) this.#schedule();
        });
    };
    this.#timer = setTimeout(go, Math.max(0, GATHER_MS - since));
  }

  async #post(wanted: Wanted): Promise<void> {
    const { mailboxes, owners, byShard, self } = this.#parts;
    const posts: Promise<void>[] = [];
    const alive = new Set<string>();
    const ownerOf = await owners.current();
    for (const owner of ownerOf.values()) alive.add(mailbox.of(owner));
    for (const [lane, shards] of wanted) {
      if (!byShard.has(lane)) {
        posts.push(mailboxes.post(mailbox.shared(lane), { lane, shards: [] }));
        continue;
      }
      const letters = new Map<string, number[]>();
      for (const [shard, owner] of ownerOf) {
        if (owner === self || (shards !== 'any' && !shards.has(shard))) continue;
        const letter = letters.get(owner) ?? [];
        if (shards !== 'any') letter.push(shard);
        letters.set(owner, letter);
      }
      for (const [owner, named] of letters) posts.push(mailboxes.post(mailbox.of(owner), { lane, shards: named }));
    }
    await Promise.all(posts);
    for (const lane of ['send', 'import', 'insight'] as const) alive.add(mailbox.shared(lane));
    await mailboxes.keepOnly(alive);
  }
}
