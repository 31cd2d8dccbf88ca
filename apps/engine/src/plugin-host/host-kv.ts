import type { HostCall, HostReply } from '@sojourn/execution';
import type { Clock, Json, JsonObject } from '@sojourn/kernel';
import type { KvScope } from '@sojourn/plugin-sdk';
import { pluginKv, type Database, type KvAddress, type Tx } from '@sojourn/storage';
import { itemOf } from './host-args.js';
import { bothOf, type HostScope } from './host-scope.js';
import { earlierIn, noteWrite, type Slot, type Slots } from './own-writes.js';

const MOST_NAMES = 100;
/** Whatever a manifest asks and a workspace grants. */
const MOST_QUOTA_KB = 10_240;
const { name: LONGEST_NAME, valueBytes: MOST_VALUE } = pluginKv.KV_LIMITS;

export interface KvParts {
  readonly database: Database;
  readonly clock: Clock;
  readonly slots: Slots;
}

/** What one plugin keeps in one workspace: nothing else can be named from here. */
export class KvCalls {
  readonly #scope: HostScope;
  readonly #parts: KvParts;

  constructor(scope: HostScope, parts: KvParts) {
    this.#scope = scope;
    this.#parts = parts;
  }

  async carry(call: HostCall): Promise<HostReply> {
    const { op, args } = call;
    const at = this.#addressOf(args);
    if (typeof at === 'string') return refusal(at);
    if (op === 'kv.get') return this.#get(at, args);
    if (op === 'kv.set') return this.#set(at, call);
    return this.#add(at, call);
  }

  async #get(at: KvAddress, args: JsonObject): Promise<HostReply> {
    const names = args['names'];
    if (!Array.isArray(names) || names.length > MOST_NAMES || !names.every(isName)) return refusal('names must be at most 100 names'); // prettier-ignore
    const found = await pluginKv.get(this.#parts.database.read, at, names);
    // Absent and null differ: an absent one is left out.
    return { ok: Object.fromEntries([...found].map(([name, value]) => [name, JSON.parse(value) as Json])) };
  }

  async #set(at: KvAddress, call: HostCall): Promise<HostReply> {
    const { args } = call;
    const { entries = {}, remove = [] } = args as { entries?: unknown; remove?: unknown };
    if (typeof entries !== 'object' || entries === null || Array.isArray(entries) || !Array.isArray(remove)) return refusal('entries must be an object'); // prettier-ignore
    const texts = new Map<string, string | undefined>(
      Object.entries(entries).map(([name, value]) => [name, JSON.stringify(value)]),
    );
    for (const name of remove as unknown[]) if (isName(name)) texts.set(name, undefined);
    if (texts.size > MOST_NAMES || ![...texts.keys()].every(isName)) return refusal('at most 100 names of 1 to 128 characters'); // prettier-ignore
    if ([...texts.values()].some((text) => text !== undefined && Buffer.byteLength(text) > MOST_VALUE)) return refusal('a value is larger than 64 KiB'); // prettier-ignore
    const slot = this.#parts.slots.next(call, ['kv.set', at.place, ...[...texts.keys()].sort()]);
    return this.#once(at, slot, async (tx, limits) => {
      const kept = await pluginKv.set(tx, at, texts, limits);
      return kept ? { ok: null } : overQuota(this.#quotaKb());
    });
  }

  async #add(at: KvAddress, call: HostCall): Promise<HostReply> {
    const { name, by } = call.args;
    if (!isName(name) || typeof by !== 'number' || !Number.isFinite(by)) return refusal('add takes a name and a number'); // prettier-ignore
    const slot = this.#parts.slots.next(call, ['kv.add', at.place, name]);
    return this.#once(
      at,
      slot,
      async (tx, limits, already) => {
        // What was added for these when they were among others is in the sum.
        const sum = await pluginKv.add(tx, at, name, by - already, limits);
        if (sum === 'over-quota') return overQuota(this.#quotaKb());
        return sum === 'not-a-number' ? refusal(`"${name}" holds no number`) : { ok: sum };
      },
      by,
    );
  }

  /** Carries a write out, unless an attempt before this one has: then its answer is found again. Both in one transaction. */
  async #once(
    at: KvAddress,
    slot: Slot | undefined,
    work: (tx: Tx, limits: { quotaBytes: number; now: number }, already: number) => Promise<HostReply>,
    added?: number,
  ): Promise<HostReply> {
    const now = this.#parts.clock.now();
    const limits = { quotaBytes: this.#quotaKb() * 1024, now };
    return this.#parts.database.inTransaction(async (tx) => {
      if (!slot) return work(tx, limits, 0);
      // Two attempts at the same stand in line.
      await pluginKv.hold(tx, at, now);
      const earlier = await earlierIn(tx, slot);
      if (earlier.reply !== undefined) return { ok: JSON.parse(earlier.reply) as Json };
      const reply = await work(tx, limits, earlier.added);
      if ('ok' in reply)
        await noteWrite(tx, this.#scope, slot, { at: now, reply: JSON.stringify(reply.ok), ...(added !== undefined && { added }) }); // prettier-ignore
      return reply;
    });
  }

  #quotaKb(): number {
    const sizes = bothOf(this.#scope, 'kv').map((list) => Math.max(0, ...list.map(({ quotaKb }) => quotaKb)));
    return Math.min(MOST_QUOTA_KB, ...sizes);
  }

  #addressOf(args: JsonObject): KvAddress | string {
    const { workspaceId, journeyId, nodeId, node, manifest, items } = this.#scope;
    if (!(node.uses ?? []).includes('kv')) return 'This node does not declare that it uses kv.';
    const scope = args['scope'];
    const allowed = bothOf(this.#scope, 'kv').every((list) => list.some(({ scopes }) => scopes.includes(scope as KvScope))); // prettier-ignore
    if (typeof scope !== 'string' || !allowed) return `The scope ${JSON.stringify(scope ?? null).slice(0, 40)} is not among what was granted.`; // prettier-ignore
    const own = { workspaceId, plugin: manifest.id, contactId: 0 };
    if (scope === 'workspace') return { ...own, place: 'w' };
    if (scope === 'node') return { ...own, place: `n:${journeyId}:${nodeId}` };
    const item = itemOf(args, items.length);
    const contactId = typeof item === 'number' ? items[item]?.contactId : undefined;
    return contactId === undefined ? 'The scope contact needs an item of the batch.' : { ...own, place: `c:${contactId}`, contactId }; // prettier-ignore
  }
}

const isName = (name: unknown): name is string =>
  typeof name === 'string' && name.length >= 1 && name.length <= LONGEST_NAME && name.isWellFormed();
const refusal = (message: string): HostReply => ({ error: { code: 'kv', message } });
const overQuota = (quotaKb: number): HostReply => ({ error: { code: 'quota', message: `The store is full: ${quotaKb} KiB were granted.` } }); // prettier-ignore
