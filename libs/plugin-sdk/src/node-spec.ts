import type { JsonObject, LocalText } from '@sojourn/kernel';
import type { Capability, HttpMethod } from './capability.js';
import type { EachOutcome, FixedOutcome, When } from './manifest.js';

/**
 * What a node is for. It decides where the palette lists it and which rules `sojourn plugin check` holds it to.
 *
 * - `action` does something and has outcomes for success and for failure
 * - `split` sends contacts different ways and changes nothing
 * - `wait` lets time or events pass
 * - `trigger` has no way in: it brings events from elsewhere by `poll` or `receive`, and journeys enter by those events
 * - `transform` computes variables or attributes
 * - `channel` carries a message; gates (consent, halts, opt-out) are asked before it is called
 * - `reward` gives something of value, once for each key
 * - `recommender` answers an ordered list, or a score
 * - `exit` ends the run
 */
export type NodeKind =
  'action' | 'split' | 'wait' | 'trigger' | 'transform' | 'channel' | 'reward' | 'recommender' | 'exit';

export const NODE_KINDS: readonly NodeKind[] = [
  'action',
  'split',
  'wait',
  'trigger',
  'transform',
  'channel',
  'reward',
  'recommender',
  'exit',
];

export interface NodeSpec {
  /** Within the plugin: `forecast`. On a canvas it is `acme.weather/forecast`; a node of the publisher `sojourn` goes by this name alone. */
  readonly type: string;
  /** Raised when a config of before must be migrated. */
  readonly typeVersion: number;
  readonly kind: NodeKind;
  readonly category: 'flow' | 'audience' | 'message' | 'incentive' | 'data' | 'developer';
  readonly title: LocalText;
  readonly description: LocalText;
  /** Name of an `@ant-design/icons` outlined icon; `icons` of the plugin goes before it. */
  readonly icon: string;
  /** Ways in: 1, or 0 for a trigger. */
  readonly inputs: 0 | 1;
  /** Whether a run can stand here for a time its config decides. A cycle on the canvas must pass such a node. */
  readonly waits: boolean;
  readonly summary: LocalText;
  readonly summaries?: readonly { readonly when: When | readonly When[]; readonly text: LocalText }[];
  /**
   * JSON Schema of the config with `x-zh-CN`, `x-enumNames`, `x-hint`, `x-widget` as in `Manifest.config`. A field with
   * `x-options: { name, dependsOn?: [pointer] }` is filled from the node's `options`.
   */
  readonly config: JsonObject;
  readonly defaults: JsonObject;
  readonly defaultTexts?: { readonly [pointer: string]: LocalText };
  readonly outcomes: readonly FixedOutcome[];
  /** One outcome for each item of a list in the config. */
  readonly dynamicOutcomes?: readonly EachOutcome[];
  readonly data: DataSpec;
  readonly effects: EffectsSpec;
  readonly batch?: BatchSpec;
  readonly budgets?: Budgets;
  /** Words for every `why.code` the node gives, with `{param}` holes. */
  readonly reasons: { readonly [code: string]: LocalText };
  /** Codes of `reasons` that say that something went wrong: `plugin test` wants each of them reached. */
  readonly errors?: readonly string[];
  /** Kinds of `capabilities` this node uses: `['http', 'kv']`. A node that uses `http` or `kv` is called after the commit, through the outbox. */
  readonly uses?: readonly Capability['kind'][];
  /** Which of the optional functions the bundle has for this node. */
  readonly hooks?: readonly NodeHook[];
  /** Level one: no code at all. */
  readonly declarative?: DeclarativeSpec;
}

export type OutcomeRole = 'success' | 'failure' | 'timeout' | 'skip';

export type NodeHook = 'options' | 'validate' | 'preview' | 'estimate' | 'migrate' | 'poll' | 'receive';

/**
 * The fields that cross into the node, and no others:
 * `email`, `phone`, `externalId`, `language`, `timeZone`, `tags`, `attributes.<path>`, `attributes.*`, `variables.<name>`,
 * `variables.*`, `event` (payload of the event that let the run in), `events.<type>` (that type's history).
 */
export interface DataSpec {
  readonly reads: readonly string[];
  readonly readsFromConfig?: {
    /** Pointers (with `*`) to attribute paths. */
    readonly attributes?: readonly string[];
    /** Pointers (with `*`) to conditions; what they read is read. */
    readonly conditions?: readonly string[];
    /** Pointers (with `*`) to event types, or with a span of how far back. */
    readonly events?: readonly (string | { readonly at: string; readonly withinAt: string })[];
  };
  /** Pointer to a list of fields in the config, in the words of `reads`: where it is there, only those of them cross. */
  readonly narrowedAt?: string;
  /** `attributes.<name>`, `attributes.*`, `tags.<name>`, `tags.*`. */
  readonly writes?: readonly string[];
  /** Pointers (with `*`) to names of attributes or tags in the config that are written. */
  readonly writesFromConfig?: { readonly attributes?: readonly string[]; readonly tags?: readonly string[] };
}

export interface EffectsSpec {
  readonly kind: 'none' | 'contact' | 'message' | 'reward' | 'external';
  /** `pure`: nothing outside changes. `keyed`: the other side recognises a repetition by the key. `none`: it does not. */
  readonly idempotency: 'pure' | 'keyed' | 'none';
  /** Header that carries the key when `keyed`; default `Idempotency-Key`. */
  readonly header?: string;
  /** What happens to a call that broke off midway where the other side does not recognise it; default `prefer-miss`. */
  readonly onAmbiguous?: 'prefer-duplicate' | 'prefer-miss';
  /** In a rehearsal: run it (pure), leave by `dryOutcome`, or have `preview` say what would happen. */
  readonly dryRun: 'run' | 'outcome' | 'preview';
  readonly dryOutcome?: string;
}

export interface BatchSpec {
  /** Items at most, 1 to 1,000. Default 1,000. */
  readonly max?: number;
  /** Items handed over together share the config; with `contact`, no contact comes twice in one batch. */
  readonly groupBy?: 'config' | 'contact';
}

/** For one batch. Beyond the host's own limits they have no effect. */
export interface Budgets {
  /** CPU milliseconds; default 1,000, at most 5,000. */
  readonly cpuMs?: number;
  /** Default 64, at most 128. */
  readonly memoryMb?: number;
  /** HTTP calls for each item; default 2, at most 20. */
  readonly callsPerItem?: number;
  /** Milliseconds on the wall, waiting for answers included; default 30,000, at most 60,000. */
  readonly wallMs?: number;
}

/**
 * A node without code: one request for each item, and a table from its answer to outcomes. Texts are templates with holes
 * `{{ config.city }}`, `{{ contact.email }}`, `{{ variables.x }}`; a hole alone keeps its type.
 */
export interface DeclarativeSpec {
  readonly request: {
    readonly method: HttpMethod;
    readonly url: string;
    readonly headers?: { readonly [name: string]: string };
    readonly query?: { readonly [name: string]: string };
    readonly body?: JsonObject;
    readonly credential?: string;
  };
  /** The first that fits decides; without one that fits the item leaves by the outcome whose role is `failure`. */
  readonly outcomes: readonly {
    /** `200`, `2xx`, `*` (any answer), `error` (none). */
    readonly status: string;
    /** Dotted path in the answer's JSON and what it must equal; absent: any. */
    readonly when?: { readonly path: string; readonly equals: string | number | boolean | null };
    readonly outcome: string;
    readonly why: string;
    /** Variable name -> dotted path in the answer's JSON. */
    readonly output?: { readonly [name: string]: string };
    /** Attribute name -> dotted path. */
    readonly set?: { readonly [name: string]: string };
  }[];
}
