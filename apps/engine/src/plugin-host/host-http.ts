import type { HostCall } from '@sojourn/execution';
import type { Clock, Json, JsonObject } from '@sojourn/kernel';
import { allowsHttp, HTTP_METHODS, type CredentialSpec, type HttpMethod } from '@sojourn/plugin-sdk';
import type { HttpAnswer } from '@sojourn/plugin-sdk/engine';
import type { Database } from '@sojourn/storage';
import type { CredentialValues } from './credential-store.js';
import type { HostScope } from './host-scope.js';
import type { Agents } from './http/agents.js';
import { checkedHeaders } from './http/headers.js';
import { Redactor } from './http/redact.js';
import { send, type Outgoing } from './http/send.js';
import { headersOf, inject } from './inject.js';
import { itemOf, itemsOf } from './host-args.js';
import type { Slot, Slots } from './own-writes.js';
import { Together } from './together.js';

export interface HttpParts {
  readonly agents: Agents;
  readonly credential: (name: string) => Promise<CredentialValues | undefined>;
  readonly slots: Slots;
  readonly database: Database;
  readonly clock: Clock;
}

const MOST_BODY = 256 * 1024;
const LONGEST_URL = 4_096;
const TIMEOUT = { least: 100, usual: 10_000, most: 30_000 } as const;
export const CALLS_PER_ITEM = { usual: 2, most: 20 } as const;

/** How many calls each item of a node may make. */
export function callsPerItem({ budgets }: HostScope['node']): number {
  return Math.min(CALLS_PER_ITEM.most, Math.max(1, budgets?.callsPerItem ?? CALLS_PER_ITEM.usual));
}

interface Prepared {
  /** Keys of those that it is for. */
  readonly items: readonly number[];
  /** By which a repetition is recognised; of a request that changes something for several items together. */
  readonly together: Slot | undefined;
  readonly out: Outgoing;
  readonly redactor: Redactor;
}

/** The requests of one batch: checked against manifest, grant, guard and budget; credentials are put in here, on the host's side. */
export class HttpCalls {
  readonly #scope: HostScope;
  readonly #parts: HttpParts;
  readonly #made = new Map<number | undefined, number>();
  readonly #reached = new Set<number>();
  readonly #doubtful = new Set<number>();
  readonly #together: Together;
  #seen: readonly string[] = [];

  constructor(scope: HostScope, parts: HttpParts) {
    this.#scope = scope;
    this.#parts = parts;
    this.#together = new Together(scope, parts);
  }

  /** Items (keys) for which something other than a GET was sent. */
  reached(): ReadonlySet<number> {
    return this.#reached;
  }

  /** Items (keys) with a request that may have arrived though nothing came back. */
  doubtful(): ReadonlySet<number> {
    return this.#doubtful;
  }

  /** Items (keys) whose request was sent with others, and was not sent again in parts. */
  cut(): ReadonlySet<number> {
    return this.#together.cut();
  }

  /** A request ready to leave, or the answer that refuses it. */
  async prepare(call: HostCall): Promise<Prepared | HttpAnswer> {
    const { args } = call;
    const { manifest, node, items, granted } = this.#scope;
    if (!(node.uses ?? []).includes('http')) return refused('This node does not declare that it uses http.');
    const item = itemOf(args, items.length);
    if (item === null) return refused('The request names an item that is not in the batch.');
    const method = args['method'];
    if (!isMethod(method)) return refused('The method is none of GET, POST, PUT, PATCH, DELETE.'); // prettier-ignore
    const url = addressOf(args['url']);
    if (typeof url === 'string') return refused(url);
    const target = { method, url };
    // Asked for and granted.
    if (!allowsHttp(manifest.capabilities ?? [], target) || !allowsHttp(granted, target))
      return refused(`${method} ${url.host}${url.pathname.slice(0, 200)} is not among what was granted.`);
    const number = (this.#made.get(item) ?? 0) + 1;
    this.#made.set(item, number);
    const each = callsPerItem(node);
    const budget = item === undefined ? (this.#scope.budget ?? each * items.length) : each;
    if (number > budget) return { error: 'budget', message: `More than ${budget} requests.` };
    // Of one address and method by itself: what is asked besides, or kept from before, changes no key.
    const slot = this.#parts.slots.next(call, ['http', method, url.origin, url.pathname]);
    return this.#whole(args, { items: itemsOf(call, items.length), isTogether: item === undefined, method, url, slot });
  }

  /** Whether it may leave: nothing that was sent for several items together is sent again for some of them. */
  mayLeave({ items, together }: Prepared): Promise<boolean> {
    return together ? this.#together.mayLeave(together, items) : Promise.resolve(true);
  }

  async carry({ items, out, redactor }: Prepared): Promise<HttpAnswer> {
    const { agents } = this.#parts;
    const keys = out.method === 'GET' ? [] : items;
    for (const key of keys) this.#reached.add(key);
    const { answer, doubt } = await send(out.url.protocol === 'http:' ? agents.http : agents.https, out, redactor);
    // An item's later calls do not settle what became of an earlier one.
    if (doubt) for (const key of keys) this.#doubtful.add(key);
    return answer;
  }

  async #whole(
    args: JsonObject,
    of: { items: readonly number[]; isTogether: boolean; method: string; url: URL; slot: Slot | undefined },
  ): Promise<Prepared | HttpAnswer> {
    const { items, isTogether, method, url, slot } = of;
    const { manifest, node } = this.#scope;
    const credential = credentialIn(args, manifest.credentials);
    if (typeof credential === 'string') return refused(credential);
    const keyed = node.effects.idempotency === 'keyed' ? (node.effects.header ?? 'Idempotency-Key').toLowerCase() : undefined; // prettier-ignore
    const reserved = new Set([...(credential ? headersOf(credential) : []), ...(keyed === undefined ? [] : [keyed])]);
    const headers = checkedHeaders(args['headers'], reserved);
    if (typeof headers === 'string') return refused(`${headers}.`);
    const body = bodyOf(args['body']);
    if (body && Buffer.byteLength(body.text) > MOST_BODY) return { error: 'too-large', message: `The body is larger than ${MOST_BODY / 1024} KiB.` }; // prettier-ignore
    if (body && method === 'GET') return refused('A GET has no body.');
    const injected = credential && (await this.#inject(credential, url));
    if (typeof injected === 'string') return refused(injected);
    const out: Outgoing = {
      method,
      url: injected?.url ?? url,
      headers: {
        ...(body?.json ? { 'content-type': 'application/json' } : {}),
        ...headers,
        ...injected?.headers,
        ...(keyed !== undefined && slot ? { [keyed]: keyOf(slot, isTogether) } : {}),
      },
      body: body?.text,
      timeoutMs: timeoutOf(args['timeoutMs']),
    };
    return { items, together: isTogether && method !== 'GET' ? slot : undefined, out, redactor: new Redactor(this.#seen) }; // prettier-ignore
  }

  async #inject(spec: CredentialSpec, url: URL): Promise<ReturnType<typeof inject>> {
    const values = await this.#parts.credential(spec.name);
    if (!values) return `The credential "${spec.name}" has not been entered. An admin does that on the Plugins page.`;
    const injected = inject(spec, values, url);
    if (typeof injected !== 'string') this.#seen = [...this.#seen, ...injected.secrets];
    return injected;
  }
}

/** What the other side recognises a repetition by: the delivery and which of its requests it is. */
const keyOf = ({ keys, batch, name }: Slot, isTogether: boolean): string => `${isTogether ? batch : keys[0]}:${name}`;

const refused = (message: string): HttpAnswer => ({ error: 'refused', message });

const isMethod = (given: unknown): given is HttpMethod => HTTP_METHODS.some((one) => one === given);

function addressOf(given: unknown): URL | string {
  if (typeof given !== 'string' || given.length > LONGEST_URL) return 'The address is no text of a usable length.';
  const url = URL.parse(given);
  if (!url || !/^https?:$/.test(url.protocol)) return 'The address is not https://...';
  if (url.username || url.password) return 'An address with a user name cannot be called; use a credential.';
  url.hash = '';
  return url;
}

function credentialIn(args: JsonObject, specs: readonly CredentialSpec[] = []): CredentialSpec | string | undefined {
  const name = args['credential'];
  if (name === undefined || name === null) return undefined;
  return specs.find((spec) => spec.name === name) ?? 'The manifest has no such credential.';
}

function bodyOf(body: Json | undefined): { readonly text: string; readonly json: boolean } | undefined {
  if (body === undefined || body === null) return undefined;
  return typeof body === 'string' ? { text: body, json: false } : { text: JSON.stringify(body), json: true };
}

function timeoutOf(given: unknown): number {
  return typeof given === 'number' && Number.isFinite(given)
    ? Math.min(TIMEOUT.most, Math.max(TIMEOUT.least, Math.round(given)))
    : TIMEOUT.usual;
}
