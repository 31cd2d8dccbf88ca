import { type LocalText, unitOf } from '@sojourn/kernel';
import { HostRefusal, type PluginContext } from './context.js';
import type { Decision } from './decision.js';
import type { Effect } from './effect.js';
import type { Item } from './item.js';
import { filled } from './filled.js';

export interface BareContextOptions {
  readonly nodeId: string;
  /** The manifest's `texts`. */
  readonly texts?: { readonly [key: string]: LocalText };
  /** Takes the lines of `ctx.log`; absent: nobody reads them. */
  readonly log?: (line: string) => void;
}

/** A context that does nothing by itself: `http` and `kv` refuse; what is emitted and sent joins its item's decision. */
export interface BareContext extends PluginContext {
  /** Whether anything was emitted or sent. */
  collects(): boolean;
  /** The decision with what was emitted for its item; undefined when its verb carries no effects, for they would be lost. */
  joined(decision: Decision): Decision | undefined;
}

/** Lines of a batch that are kept. */
const MOST_LINES = 50;

/** For nodes that run in the engine's own process, in specs, and as the ground that the guest's context stands on. */
export function bareContext({ nodeId, texts, log }: BareContextOptions): BareContext {
  let collected: Map<number, Effect[]> | undefined;
  let lines = 0;
  const collect = (item: Item, effect: Effect): void => {
    collected ??= new Map();
    const effects = collected.get(item.key);
    if (effects) effects.push(effect);
    else collected.set(item.key, [effect]);
  };
  return {
    http: REFUSED_HTTP,
    kv: REFUSED_KV,
    signatures: REFUSED_SIGNATURES,
    events: { emit: (item, event, properties = {}) => collect(item, { kind: 'track', event, properties }) },
    messages: {
      send: (item, { channel, subject, body, data = {} }) => {
        const content = { ...(subject === undefined ? {} : { subject }), body, format: 'text' as const };
        // Each message of a visit has a key of its own.
        const action = `message-${(collected?.get(item.key)?.length ?? 0) + 1}`;
        collect(item, { kind: 'message', action, channel, content, data });
      },
    },
    log: (...values) => {
      if (log && lines++ < MOST_LINES) log(values.map(shown).join(' '));
    },
    now: ({ at }) => at,
    random: ({ runId, visit }, salt = '') => unitOf(`${salt}:${runId}:${nodeId}:${visit}`),
    t: (key, params, language) => {
      const wanted = typeof language === 'object' ? language.contact.language : language;
      const words = texts && Object.hasOwn(texts, key) ? texts[key] : undefined;
      return words ? filled(words[wanted?.startsWith('zh') ? 'zh-CN' : 'en'], params) : key;
    },
    collects: () => collected !== undefined,
    joined: (decision) => {
      const effects = collected?.get(decision.item);
      if (!effects) return decision;
      if (decision.do === 'to' || decision.do === 'wait' || decision.do === 'drop')
        return { ...decision, effects: [...(decision.effects ?? []), ...effects] };
      return undefined;
    },
  };
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
}

const noHttp = () => Promise.reject(new HostRefusal('http', 'This node does not declare that it uses http.'));
const noKv = () => Promise.reject(new HostRefusal('kv', 'This node does not declare that it uses kv.'));
const noSignatures = () => Promise.reject(new HostRefusal('signatures', 'Signatures are checked in `receive` alone.'));
const REFUSED_HTTP: PluginContext['http'] = { requestAll: noHttp };
const REFUSED_KV: PluginContext['kv'] = { get: noKv, set: noKv, add: noKv };
const REFUSED_SIGNATURES: PluginContext['signatures'] = { verify: noSignatures, open: noSignatures };
