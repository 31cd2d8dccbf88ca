import type { Json, JsonObject } from '@sojourn/kernel';

/** Code of a plugin: a classic script that leaves `sojournPlugin.call(entry, input, host)` behind. */
export interface GuestProgram {
  /** SHA-256 of `code`, hex. A process keeps what it has compiled by it. */
  readonly hash: string;
  readonly code: string;
}

/** For whom code runs: the unit of fairness, of budgets and of the circuit breaker. */
export interface GuestTenant {
  readonly workspaceId: number;
  /** `acme.weather`; `code` for scripts on the canvas. */
  readonly plugin: string;
}

export interface GuestLimits {
  /** CPU milliseconds of the whole call. */
  readonly cpuMs: number;
  /** Milliseconds on the wall, waiting for the host included. */
  readonly wallMs: number;
  readonly memoryMb: number;
  /** Host calls of the whole call; beyond them they are answered `budget`. */
  readonly calls: number;
}

interface GuestJob {
  readonly program: GuestProgram;
  readonly tenant: GuestTenant;
  readonly limits: GuestLimits;
  /** What `Date.now()` answers inside, epoch milliseconds. */
  readonly at: number;
  /** Chance inside (`Math.random`) follows from it. */
  readonly seed: string;
  /** Carries out what the code awaits; absent: every call is refused. */
  readonly host?: GuestHost;
  /** Replies of an earlier run of the same job: calls that match are answered from here and not carried out again. */
  readonly recorded?: readonly RecordedCall[];
}

/** `execute` over items. Items that die, hang or go unanswered fail alone: the rest of the batch is run again without them. */
export interface GuestBatch extends GuestJob {
  /** All of the input but its items: `{ node, nodeId, config, ... }`. */
  readonly head: JsonObject;
  /** Each with its `key`: its place in this list. */
  readonly items: readonly JsonObject[];
}

/** One of the other functions: `options`, `validate`, `preview`, `estimate`, `migrate`, `poll`, `receive`. */
export interface GuestCall extends GuestJob {
  readonly entry: string;
  readonly input: JsonObject;
}

export interface HostCall {
  /** `http`, `kv.get`, `kv.set`, `kv.add`. */
  readonly op: string;
  readonly args: JsonObject;
  /** Items (keys) that are run together with this call: fewer than were handed over, once a batch is run in parts. */
  readonly group?: readonly number[];
}
export type HostReply = { readonly ok: Json } | { readonly error: { readonly code: string; readonly message: string } };
/** Carries out the calls of one turn together. Never throws for one of them. */
export type GuestHost = (calls: readonly HostCall[]) => Promise<readonly HostReply[]>;

export interface RecordedCall {
  readonly call: HostCall;
  readonly reply: HostReply;
}

export type GuestFailure = 'error' | 'timeout' | 'memory' | 'limit' | 'unanswered' | 'answered-twice' | 'circuit-open';
export type GuestResult =
  { readonly status: 'ok'; readonly value: Json } | { readonly status: GuestFailure; readonly message: string };

export interface GuestReport {
  readonly log: readonly string[];
  readonly cpuMs: number;
  readonly wallMs: number;
  /** Every host call with its reply, in order: with the input, all that a replay needs. */
  readonly calls: readonly RecordedCall[];
}

export interface GuestBatchReport extends GuestReport {
  /** By key. */
  readonly results: readonly GuestResult[];
}
export interface GuestCallReport extends GuestReport {
  readonly result: GuestResult;
}
