import type { GuestHost, HostCall, HostReply } from '@sojourn/execution';
import type { Json, JsonObject } from '@sojourn/kernel';
import { allowsHttp, HTTP_METHODS } from '@sojourn/plugin-sdk';
import { itemsOf } from './host-args.js';
import type { KvCalls } from './host-kv.js';
import type { HostScope } from './host-scope.js';
import type { RecordedAnswers } from './recorded-answers.js';

/** What one contact's visit would have asked of the world. */
export interface Asked {
  /** In order: `POST https://api.acme.test/v1/now {"city":"Oslo"}`. */
  readonly requests: readonly string[];
  /** Requests that a recording had an answer to. */
  readonly recorded: number;
  /** Whether one had none: what is decided after that is decided without knowing. */
  readonly unanswered: boolean;
}

const LONGEST = 300;

/** A host for rehearsals: nothing leaves and nothing is written. What is kept is read, and changed in memory alone. */
export class DryHost {
  readonly #scope: HostScope;
  readonly #kv: Pick<KvCalls, 'carry'>;
  readonly #answers: RecordedAnswers;
  readonly #asked = new Map<number, { requests: string[]; recorded: number; unanswered: boolean }>();
  readonly #kept = new Map<string, Json | undefined>();

  constructor(scope: HostScope, parts: { readonly kv: Pick<KvCalls, 'carry'>; readonly answers: RecordedAnswers }) {
    this.#scope = scope;
    this.#kv = parts.kv;
    this.#answers = parts.answers;
  }

  readonly call: GuestHost = async (calls) => {
    const replies: HostReply[] = [];
    for (const call of calls) replies.push(await this.#carry(call));
    return replies;
  };

  /** By the item's key. */
  asked(key: number): Asked {
    return this.#asked.get(key) ?? { requests: [], recorded: 0, unanswered: false };
  }

  async #carry(call: HostCall): Promise<HostReply> {
    try {
      if (call.op === 'http') return { ok: this.#http(call) };
      if (['kv.get', 'kv.set', 'kv.add'].includes(call.op)) return await this.#store(call);
    } catch {
      return { error: { code: 'host', message: 'The host cannot read what it is asked.' } };
    }
    return { error: { code: 'refused', message: 'A rehearsal asks the host for nothing of this kind.' } };
  }

  #http(call: HostCall): JsonObject {
    const { manifest, node, granted, items } = this.#scope;
    const { method, url: given, body = null } = call.args;
    const url = typeof given === 'string' ? URL.parse(given) : null;
    const target = url && { method: HTTP_METHODS.find((one) => one === method) ?? 'GET', url };
    const may = target && (node.uses ?? []).includes('http') && [manifest.capabilities ?? [], granted].every((list) => allowsHttp(list, target)); // prettier-ignore
    const answer = may ? this.#answers(call.args) : undefined;
    const shown = `${String(method)} ${String(given)}${body === null ? '' : ` ${typeof body === 'string' ? body : JSON.stringify(body)}`}`;
    for (const key of itemsOf(call, items.length)) {
      const own = this.#asked.get(key) ?? { requests: [], recorded: 0, unanswered: false };
      own.requests.push(may ? shown.slice(0, LONGEST) : `${shown.slice(0, LONGEST)} (refused)`);
      if (answer) own.recorded++;
      else if (may) own.unanswered = true;
      this.#asked.set(key, own);
    }
    if (!may) return { error: 'refused', message: 'This request is not among what was granted.' };
    return answer ?? { error: 'refused', message: 'A rehearsal calls nobody.' };
  }

  /** The real store answers what may be read there; what is written stays here. */
  async #store({ op, args }: HostCall): Promise<HostReply> {
    const { name, names, entries = {}, remove = [], by } = args;
    const wanted = op === 'kv.get' ? names : op === 'kv.add' ? [name] : [...Object.keys(entries as object), ...(remove as string[])]; // prettier-ignore
    const there = await this.#kv.carry({ op: 'kv.get', args: { ...args, names: wanted as Json } });
    if (!('ok' in there)) return there;
    const place = `${String(args['scope'])} ${args['scope'] === 'contact' ? String(args['item']) : ''}`;
    const now = new Map<string, Json | undefined>();
    for (const one of wanted as string[]) {
      const own = `${place} ${one}`;
      now.set(one, this.#kept.has(own) ? this.#kept.get(own) : (there.ok as JsonObject)[one]);
    }
    if (op === 'kv.get') return { ok: Object.fromEntries([...now].filter(([, value]) => value !== undefined)) as JsonObject }; // prettier-ignore
    if (op === 'kv.set') {
      for (const one of now.keys()) this.#kept.set(`${place} ${one}`, (entries as JsonObject)[one]);
      return { ok: null };
    }
    const before = now.get(String(name)) ?? 0;
    if (typeof before !== 'number' || typeof by !== 'number')
      return { error: { code: 'kv', message: 'add takes a number' } };
    this.#kept.set(`${place} ${String(name)}`, before + by);
    return { ok: before + by };
  }
}
