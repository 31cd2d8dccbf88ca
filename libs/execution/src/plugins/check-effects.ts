import type { Json, JsonObject } from '@sojourn/kernel';
import type { Capability } from '@sojourn/plugin-sdk';

type Kind = Capability['kind'];
type Of<K extends Kind> = Extract<Capability, { kind: K }>;

/** The engine's own: a node that named an effect so would take the place of its call. */
const RESERVED = /^call-/;

/** What is wrong with an effect that code from outside wants, or undefined. Changes of the contact go by `patch` alone. */
export function effectFault(
  effect: JsonObject,
  { capabilities, config }: { readonly capabilities: readonly Capability[]; readonly config: JsonObject },
): string | undefined {
  const { kind, action } = effect;
  if (action !== undefined && (!isText(action, 64) || RESERVED.test(action)))
    return 'An effect has an action that cannot be.';
  switch (kind) {
    case 'track':
      return trackFault(effect, capabilities);
    case 'message':
      return messageFault(effect, capabilities);
    case 'webhook':
      return has(capabilities, 'webhooks') ? webhookFault(effect['request'], config) : lacks('webhooks');
    case 'mint': {
      if (!has(capabilities, 'collectibles')) return lacks('collectibles');
      return isText(effect['collection'], 191) && Number.isSafeInteger(effect['mintId'])
        ? undefined
        : 'It mints nothing.';
    }
    default:
      return `It wants the effect "${String(kind).slice(0, 40)}", which is none.`;
  }
}

/** What is wrong with a request to the host, or undefined. */
export function askFault(ask: JsonObject, capabilities: readonly Capability[]): string | undefined {
  switch (ask['kind']) {
    case 'coupon.issue':
      if (!has(capabilities, 'coupons')) return lacks('coupons');
      return isText(ask['pool'], 191) ? undefined : 'It asks for a coupon of no pool.';
    case 'collectible.reserve':
      if (!has(capabilities, 'collectibles')) return lacks('collectibles');
      return isText(ask['collection'], 191) ? undefined : 'It asks for a collectible of no collection.';
    case 'script.run':
      return has(capabilities, 'scripts') ? scriptFault(ask) : lacks('scripts');
    default:
      return `It asks "${String(ask['kind']).slice(0, 40)}", which nobody answers.`;
  }
}

function trackFault({ event, properties }: JsonObject, capabilities: readonly Capability[]): string | undefined {
  if (!isText(event, 191) || event.startsWith('$') || !isObject(properties)) return 'It records what is no event.';
  const names = all(capabilities, 'events.emit').flatMap((one) => one.names);
  return allows(names, event) ? undefined : `It records the event "${event.slice(0, 80)}", which it may not emit.`;
}

function messageFault({ channel, content, data }: JsonObject, capabilities: readonly Capability[]): string | undefined {
  const { subject, body, format } = isObject(content) ? content : ({} as JsonObject);
  const whole =
    isText(channel, 57) &&
    isText(body, 100_000) &&
    (format === 'text' || format === 'mjml') &&
    (subject === undefined || isText(subject, 1_000)) &&
    isObject(data);
  if (!whole) return 'It sends what is no message.';
  const channels = all(capabilities, 'messages.send').flatMap((one) => one.channels);
  return allows(channels, channel) ? undefined : `It sends by "${channel}", which it may not use.`;
}

function webhookFault(request: Json | undefined, config: JsonObject): string | undefined {
  const {
    method,
    url,
    headers = {},
    body,
    timeoutMs = 1,
    retries = 0,
  } = isObject(request) ? request : ({} as JsonObject);
  const texts = isObject(headers) && Object.values(headers).every((value) => typeof value === 'string');
  const whole =
    (method === 'POST' || method === 'PUT') &&
    isText(url, 2_000) &&
    texts &&
    isObject(body) &&
    isCount(timeoutMs, 1, 30_000) &&
    isCount(retries, 0, 10);
  if (!whole) return 'It sends what is no webhook.';
  const host = hostOf(url);
  return host !== undefined && hostsIn(config).includes(host)
    ? undefined
    : 'It calls an address that is not in the settings of its node.';
}

/** Hosts of the addresses that somebody wrote into a node's settings: what `webhooks` was granted for. */
function hostsIn(value: Json): readonly string[] {
  if (typeof value === 'string') return [hostOf(value) ?? []].flat();
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(hostsIn) : [];
}

function hostOf(address: string): string | undefined {
  const url = URL.parse(address);
  return url && /^https?:$/.test(url.protocol) ? url.host : undefined;
}

function scriptFault({ source, input, timeoutMs, memoryMb }: JsonObject): string | undefined {
  const within = (value: Json | undefined, least: number, most: number): boolean =>
    typeof value === 'number' && value >= least && value <= most;
  const whole = isText(source, 64_000) && isObject(input) && within(timeoutMs, 1, 10_000) && within(memoryMb, 8, 128);
  return whole ? undefined : 'It asks for a script that cannot be run.';
}

const isCount = (value: Json | undefined, least: number, most: number): boolean =>
  typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most;

function all<K extends Kind>(capabilities: readonly Capability[], kind: K): readonly Of<K>[] {
  return capabilities.filter((one): one is Of<K> => one.kind === kind);
}
const has = (capabilities: readonly Capability[], kind: Kind): boolean => capabilities.some((one) => one.kind === kind);
const lacks = (kind: Kind): string => `It wants what needs "${kind}", which it does not have.`;
/** By their very names, as they were consented to. */
const allows = (names: readonly string[], name: string): boolean => names.includes(name);

function isText(value: Json | undefined, longest: number): value is string {
  return typeof value === 'string' && value !== '' && value.length <= longest;
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
