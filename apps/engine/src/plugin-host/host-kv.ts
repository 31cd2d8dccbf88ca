import type { HostCall, HostReply } from '@sojourn/execution';
import type { Clock, Json, JsonObject } from '@sojourn/kernel';
import type { KvScope } from '@sojourn/plugin-sdk';
import { pluginKv, type Database, type KvAddress } from '@sojourn/storage';
import { itemOf } from './host-args.js';
import { bothOf, type HostScope } from './host-scope.js';

const MOST_NAMES = 100;
/** Whatever a manifest asks and a workspace grants. */
const MOST_QUOTA_KB = 10_240;
const { name: LONGEST_NAME, valueBytes: MOST_VALUE } = pluginKv.KV_LIMITS;

export interface KvParts {
  readonly database: Database;
  readonly clock: Clock;
}

/** What one plugin keeps in one workspace: nothing else can be named from here. */
export class KvCalls {
  readonly #scope: HostScope;
  readonly #parts: KvParts;

  constructor(scope: HostScope, parts: KvParts) {
    this.#scope = scope;
    this.#parts = parts;
  }

  async carry({ op, args }: HostCall): Promise<HostReply> {
    const at = this.#addressOf(args);
    if (typeof at === 'string') return refusal(at);
    if (op === 'kv.get') return this.#get(at, args);
    if (op === 'kv.set') return this.#set(at, args);
    return this.#add(at, args);
  }

  async #get(at: KvAddress, args: JsonObject): Promise<HostReply> {
    const names = args['names'];
    if (!Array.isArray(names) || names.length > MOST_NAMES || !names.every(isName)) return refusal('names must be at most 100 names'); // prettier-ignore
    const found = await pluginKv.get(this.#parts.database.read, at, names);
    // Absent and null differ: an absent one is left out.
    return { ok: Object.fromEntries([...found].map(([name, value]) => [name, JSON.parse(value) as Json])) };
  }

  async #set(at: KvAddress, args: JsonObject): Promise<HostReply> {
    const { entries = {}, remove = [] } = args as { entries?: unknown; remove?: unknown };
    if (typeof entries !== 'object' || entries === null || Array.isArray(entries) || !Array.isArray(remove)) return refusal('entries must be an object'); // prettier-ignore
    const texts = new Map<string, string | undefined>(
      Object.entries(entries).map(([name, value]) => [name, JSON.stringify(value)]),
    );
    for (const name of remove as unknown[]) if (isName(name)) texts.set(name, undefined);
    if (texts.size > MOST_NAMES || ![...texts.keys()].every(isName)) return refusal('at most 100 names of 1 to 128 characters'); // prettier-ignore
    if ([...texts.values()].some((text) => text !== undefined && Buffer.byteLength(text) > MOST_VALUE)) return refusal('a value is larger than 64 KiB'); // prettier-ignore
    const kept = await this.#change((tx, limits) => pluginKv.set(tx, at, texts, limits));
    return kept ? { ok: null } : overQuota(this.#quotaKb());
  }

  async #add(at: KvAddress, args: JsonObject): Promise<HostReply> {
    const { name, by } = args;
    if (!isName(name) || typeof by !== 'number' || !Number.isFinite(by)) return refusal('add takes a name and a number'); // prettier-ignore
    const sum = await this.#change((tx, limits) => pluginKv.add(tx, at, name, by, limits));
    if (sum === 'over-quota') return overQuota(this.#quotaKb());
    return sum === 'not-a-number' ? refusal(`"${name}" holds no number`) : { ok: sum };
  }

  #change<T>(
    work: (tx: Parameters<typeof pluginKv.set>[0], limits: Parameters<typeof pluginKv.set>[3]) => Promise<T>,
  ): Promise<T> {
    const limits = { quotaBytes: this.#quotaKb() * 1024, now: this.#parts.clock.now() };
    return this.#parts.database.inTransaction((tx) => work(tx, limits));
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
