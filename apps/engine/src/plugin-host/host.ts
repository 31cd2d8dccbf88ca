import type { GuestHost, HostCall, HostReply } from '@sojourn/execution';
import { messageOf, type Clock, type JsonObject } from '@sojourn/kernel';
import type { Database } from '@sojourn/storage';
import { concurrently } from '../couriers/concurrently.js';
import type { CredentialStore } from './credential-store.js';
import { itemsOf } from './host-args.js';
import { HttpCalls } from './host-http.js';
import { KvCalls } from './host-kv.js';
import type { HostScope } from './host-scope.js';
import { Slots } from './own-writes.js';
import { checkSignature, openSealed } from './host-signature.js';
import type { Agents } from './http/agents.js';
import { oncePerKey } from '../couriers/once-per-key.js';

export interface HostParts {
  readonly database: Database;
  readonly clock: Clock;
  readonly credentials: CredentialStore;
  readonly agents: Agents;
  /** Requests of one batch under way at a time. Default 8. */
  readonly parallel?: number;
}

/** What one batch may do outside, and what became of it. */
export interface BatchHost {
  readonly call: GuestHost;
  /** Items (keys) that were marked as leaving. */
  begun(): ReadonlySet<number>;
  /** Items for which something that changes the other side was sent. */
  reached(): ReadonlySet<number>;
  /** Items with a request that may have arrived though nothing came back. */
  doubtful(): ReadonlySet<number>;
  /** Items whose request was sent with others, and would have been sent again in parts. */
  cut(): ReadonlySet<number>;
  /** Items that must not leave any more: their answers are nobody's business. */
  denied(): ReadonlySet<number>;
  /** Nobody waits any more: what has not left yet stays here. */
  stop(): void;
}

/** Carries out what a batch awaits: each call is checked against manifest, grant and policy, and answered, never thrown. */
export function createHost(parts: HostParts, scope: HostScope): BatchHost {
  const { database, clock, credentials, agents, parallel = 8 } = parts;
  const credential = oncePerKey((name: string) => credentials.values(scope.workspaceId, scope.manifest.id, name));
  const slots = new Slots(scope);
  const http = new HttpCalls(scope, { agents, credential, slots, database, clock });
  const kv = new KvCalls(scope, { database, clock, slots });
  const begun = new Set<number>();
  const denied = new Set<number>();
  let stopped = false;

  /** Marks the items of calls that do something outside; a call whose items may not leave is not carried out. */
  const begin = async (calls: readonly HostCall[]): Promise<void> => {
    if (!scope.begin) return;
    const keys = calls
      .filter(({ op }) => op !== 'kv.get' && op !== 'signature' && op !== 'open')
      .flatMap((call) => itemsOf(call, scope.items.length));
    const fresh = [...new Set(keys)].filter((key) => !begun.has(key) && !denied.has(key));
    if (fresh.length === 0) return;
    const leaving = await scope.begin(fresh);
    for (const key of fresh) (leaving.has(key) ? begun : denied).add(key);
  };
  // A call for all goes on for those that may.
  const isDenied = (call: HostCall): boolean => denied.size > 0 && itemsOf(call, scope.items.length).every((key) => denied.has(key)); // prettier-ignore

  const carry = async (call: HostCall): Promise<HostReply> => {
    try {
      if (call.op.startsWith('kv.')) {
        if (!['kv.get', 'kv.set', 'kv.add'].includes(call.op)) return unknown(call);
        return isDenied(call) && call.op !== 'kv.get' ? { error: HALTED } : await kv.carry(call);
      }
      if (call.op === 'signature') return await checkSignature(call.args, scope, credential);
      if (call.op === 'open') return await openSealed(call.args, scope, credential);
      if (call.op !== 'http') return unknown(call);
      const ready = await http.prepare(call);
      if (!('out' in ready)) return { ok: ready as unknown as JsonObject };
      if (stopped || isDenied(call)) return { ok: { error: 'refused', message: HALTED.message } };
      if (!(await http.mayLeave(ready))) return { ok: { error: 'refused', message: CUT } };
      return { ok: (await http.carry(ready)) as unknown as JsonObject };
    } catch (error) {
      // The database or the vault: the plugin learns that it did not work, not why.
      return { error: { code: 'host', message: `The host could not do this: ${codeOf(error)}` } };
    }
  };
  return {
    async call(calls) {
      await begin(calls);
      // What is kept goes one behind the other, as the code wrote it; requests go together.
      const replies = new Map<HostCall, HostReply>();
      for (const call of calls) if (call.op !== 'http') replies.set(call, await carry(call));
      const requests = calls.filter(({ op }) => op === 'http');
      const answers = await concurrently(requests, parallel, carry);
      requests.forEach((call, i) => replies.set(call, answers[i]!)); // as many as requests
      return calls.map((call) => replies.get(call)!); // each was answered above
    },
    begun: () => begun,
    reached: () => http.reached(),
    doubtful: () => http.doubtful(),
    cut: () => http.cut(),
    denied: () => denied,
    stop: () => void (stopped = true),
  };
}

const CUT = 'A request for several contacts was sent already, when these were among others; it is not sent in parts.';
const HALTED = { code: 'halted', message: 'It must not leave any more: halted, paused or taken over.' } as const;

function unknown({ op }: HostCall): HostReply {
  return { error: { code: 'unknown-op', message: `The host knows no ${String(op).slice(0, 40)}.` } };
}

function codeOf(error: unknown): string {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' ? code : messageOf(error).slice(0, 80);
}
