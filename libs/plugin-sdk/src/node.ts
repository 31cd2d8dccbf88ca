import type { Json, JsonObject } from '@sojourn/kernel';
import type { Condition, EventFact } from '@sojourn/rules';
import type { NodeHooks, PluginContext } from './context.js';

/**
 * What a node does: a function over a batch. All items of a batch stand on the same node of the same version, so they share
 * one config. It answers each item exactly once, in any order, and names it by its key. It reaches out through `ctx` alone,
 * knows no time but `item.at`, draws no chance but `item.sticky` and `ctx.random`.
 */
export interface NodeProgram<Config = JsonObject, Memory extends Json = Json> extends NodeHooks<Config> {
  execute(
    ctx: PluginContext,
    batch: Batch<Config, Memory>,
  ): readonly Decision<Memory>[] | Promise<readonly Decision<Memory>[]>;
}

/** What a plugin's module exports: its nodes by the `type` of the manifest. */
export interface PluginProgram {
  readonly nodes: { readonly [type: string]: NodeProgram<never> };
}

export interface Batch<Config, Memory extends Json = Json> {
  /** Meets the node's schema. */
  readonly config: Config;
  /** The node's id in its drawing. */
  readonly nodeId: string;
  readonly items: readonly Item<Memory>[];
}

/** One run standing on this node for the `visit`th time. */
export interface Visit<Memory extends Json = Json> {
  readonly runId: number;
  /** 1 for the first time this run stands here. */
  readonly visit: number;
  /** The moment of this wake, epoch milliseconds: the only "now" a node has. */
  readonly at: number;
  /** When the run stepped onto this node for this visit. */
  readonly arrivedAt: number;
  /** The contact's zone, else the journey's; `UTC` in the sandbox for a node that does not read `timeZone`. */
  readonly timeZone: string;
  readonly contact: VisitContact;
  /** The event that let the run in, when one did. */
  readonly entryEvent?: EventFact;
  /** What earlier nodes left for later ones: `{ coupon: { code } }`. */
  readonly variables: JsonObject;
  /** Why the node is asked now. */
  readonly wake: Wake;
  /** What this node kept when it waited; undefined on arrival. */
  readonly memory?: Memory;
  /** Past events of a type the manifest declares, oldest first, as far back as it declares; none for other types. */
  history(type: string): readonly EventFact[];
  /**
   * True when the condition holds for this contact now, which is `visit.at`. Its payload parts ask about `event`: when
   * none is given, about the event of this wake, else the one that let the run in.
   */
  meets(condition: Condition, event?: EventFact): boolean;
  /** A number in [0, 1) fixed by contact and salt (`stickyOf`): the same on every run, machine and day. */
  sticky(salt: string): number;
}

/** One visit within a batch; a decision names it by its key. */
export interface Item<Memory extends Json = Json> extends Visit<Memory> {
  /** Its place in the batch as the host made it, 0 and up. */
  readonly key: number;
}

export interface VisitContact {
  readonly id: number;
  /** The workspace's own name for the contact (`userId`), when there is one. */
  readonly externalId?: string;
  readonly email?: string;
  readonly phone?: string;
  readonly language?: string;
  /** Only the declared attributes. */
  readonly attributes: JsonObject;
  readonly tags: readonly string[];
}

export type Wake =
  | { readonly kind: 'arrived' }
  /** `until` has come. */
  | { readonly kind: 'timer' }
  /** A subscribed event came; `subscription` is the id the node gave it. */
  | { readonly kind: 'event'; readonly subscription: string; readonly event: EventFact }
  /** The outbox is done with an effect of this visit. */
  | { readonly kind: 'receipt'; readonly receipt: Receipt }
  /** The host answered what the node asked. */
  | { readonly kind: 'answer'; readonly answer: Answer }
  /** The node asked to be tried again; `attempt` starts at 2. */
  | { readonly kind: 'retry'; readonly attempt: number };

/** What became of an outbox effect. */
export interface Receipt {
  readonly status: 'delivered' | 'failed' | 'suppressed' | 'unknown';
  /** Short, stable: `no-address`, `smtp-550`, `timeout`. */
  readonly reason?: string;
  readonly data?: JsonObject;
}

/** What becomes of one item, plain data. `item` is its key. The verbs of `verbs.ts` make them: `to(item, 'issued')`. */
export type Decision<Memory extends Json = Json> = { readonly item: number } & (
  | ({ readonly do: 'to'; readonly outcome: string } & Leaving)
  | ({ readonly do: 'wait' } & Waiting<Memory>)
  /** Ask the host for something of value or of weight; the node is asked again within the same wake, with the answer. */
  | { readonly do: 'ask'; readonly ask: Ask; readonly memory?: Memory }
  | ({ readonly do: 'retry' } & Retrying<Memory>)
  /** This run cannot go on: it is quarantined with the reason, visible and repairable. */
  | { readonly do: 'fail'; readonly why: Why }
  /** The run ends here, quietly: what the exit node says. */
  | { readonly do: 'drop'; readonly effects?: readonly Effect[]; readonly why?: Why }
);

/** Leave by an outcome. */
export interface Leaving {
  /** Changes of the contact, in the same commit; nodes that follow within the wake see them. */
  readonly patch?: ContactPatch;
  /** Joins the run's variables, for later nodes: `{ coupon: { code } }`. */
  readonly output?: JsonObject;
  readonly effects?: readonly Effect[];
  readonly why?: Why;
}

/** Stay until a moment, an event or a receipt, whichever is first. Without any of them the run waits for ever. */
export interface Waiting<Memory extends Json = Json> {
  /** Epoch milliseconds. */
  readonly until?: number;
  readonly events?: readonly Subscription[];
  readonly effects?: readonly Effect[];
  /** Comes back as `item.memory`; 512 characters of JSON at most. */
  readonly memory?: Memory;
  readonly why?: Why;
}

/** Be asked again. */
export interface Retrying<Memory extends Json = Json> {
  /** Milliseconds from now. */
  readonly after: number;
  readonly memory?: Memory;
  readonly why?: Why;
}

/** What changes of a contact. Attributes by name; where an order matters, `unset` goes after `set`, removing after adding. */
export interface ContactPatch {
  readonly set?: JsonObject;
  readonly unset?: readonly string[];
  readonly addTags?: readonly string[];
  readonly removeTags?: readonly string[];
}

/** A reason: a code of the manifest's `reasons`, with values for its holes. */
export interface Why {
  readonly code: string;
  readonly params?: { readonly [name: string]: string | number | boolean };
}

export interface Subscription {
  /** Comes back in the wake; an outcome's id is a good choice. */
  readonly id: string;
  readonly event: string;
  readonly filter?: Condition;
}

/** What a node wants done, as data. `(run, node, visit, action)` is its key: it happens once. */
export type Effect =
  /** Changes the contact in the same commit. A node says `patch` instead; the engine makes this of it. */
  | ({ readonly kind: 'contact' } & ContactPatch)
  /** Records an event of the contact in the same commit. */
  | { readonly kind: 'track'; readonly event: string; readonly properties: JsonObject }
  /** Leaves the house through the outbox after the commit; a receipt comes back to the node. */
  | {
      readonly kind: 'message';
      readonly action?: string;
      readonly channel: string;
      readonly content: MessageContent;
      readonly data: JsonObject;
    }
  | { readonly kind: 'webhook'; readonly action?: string; readonly request: WebhookRequest }
  | { readonly kind: 'mint'; readonly action?: string; readonly collection: string; readonly mintId: number };

/** Liquid sources; the host renders them with `data` just before delivery. */
export interface MessageContent {
  readonly subject?: string;
  /** Liquid text (inbox), or Liquid in MJML (mail). */
  readonly body: string;
  readonly format: 'text' | 'mjml';
}

export interface WebhookRequest {
  readonly method: 'POST' | 'PUT';
  readonly url: string;
  readonly headers?: { readonly [name: string]: string };
  /** JSON body; the host signs it by Standard Webhooks. */
  readonly body: JsonObject;
  readonly timeoutMs?: number;
  /** Deliveries after the first while the address is unavailable; the host's default when absent. */
  readonly retries?: number;
}

/**
 * Requests the host carries out for a whole batch at once, outside of any transaction of the step but in one of its own,
 * once per (run, node, visit): asked again after a crash, it gives the same answer.
 */
export type Ask =
  | { readonly kind: 'coupon.issue'; readonly pool: string }
  | { readonly kind: 'collectible.reserve'; readonly collection: string }
  | {
      readonly kind: 'script.run';
      readonly source: string;
      readonly input: JsonObject;
      readonly timeoutMs: number;
      readonly memoryMb: number;
    };

export type Answer =
  | {
      readonly kind: 'coupon.issue';
      readonly status: 'issued' | 'alreadyHas';
      /** The pool's name, whatever the config called it by. */
      readonly name?: string;
      readonly code: string;
      readonly expiresAt: number | null;
    }
  | { readonly kind: 'coupon.issue'; readonly status: 'soldOut' | 'closed' | 'missing'; readonly name?: string }
  /** `minted` at once by the ledger provider; `reserved` means: now emit a `mint` effect and wait for its receipt. */
  | {
      readonly kind: 'collectible.reserve';
      readonly status: 'minted' | 'reserved';
      /** The collection's name. */
      readonly name?: string;
      readonly mintId: number;
      readonly serial: number;
      readonly proof?: string;
    }
  | { readonly kind: 'collectible.reserve'; readonly status: 'soldOut' | 'missing'; readonly name?: string }
  | { readonly kind: 'script.run'; readonly status: 'ok'; readonly value: Json }
  | { readonly kind: 'script.run'; readonly status: 'error' | 'timeout' | 'memory'; readonly message: string };

/**
 * Narrows a node's types; returns its argument.
 *
 * ```ts
 * const forecast = defineNode<{ days: number }>({
 *   execute: (ctx, { config, items }) => items.map((item) => to(item, config.days > 3 ? 'far' : 'near')),
 * });
 * ```
 */
export function defineNode<Config, Memory extends Json = Json>(
  program: NodeProgram<Config, Memory>,
): NodeProgram<Config, Memory> {
  return program;
}

/** Narrows a plugin's types; returns its argument: `export default definePlugin({ nodes: { forecast } })`. */
export function definePlugin<const Program extends PluginProgram>(plugin: Program): Program {
  return plugin;
}

/** A trigger's functions: it stands on no canvas, so there is nothing to execute. */
export function defineTrigger<Config>(hooks: NodeHooks<Config>): NodeProgram<Config> {
  return { ...hooks, execute: () => [] };
}
