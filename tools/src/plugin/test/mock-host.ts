import type { GuestHost, HostCall, HostReply } from '@sojourn/execution';
import type { Json, JsonObject } from '@sojourn/kernel';
import { isPostedSignature, openPosting, SIGNATURE_ALGORITHMS } from '@sojourn/packaging';
import type { NodeSpec, PluginManifest } from '@sojourn/plugin-sdk';
import type { HttpAnswer } from '@sojourn/plugin-sdk/engine';
import type { FixtureCall, Mock } from './fixture.js';
import { difference } from './matches.js';
import { credentialFault, httpFault, kvFault } from './allowed.js';

/** What a node asked of its host in a test. */
export interface Audit {
  /** What it asked without having declared it, in words. */
  readonly undeclared: Set<string>;
  /** Kinds of capabilities it used. */
  readonly used: Set<string>;
  /** Calls for which no answer was written. */
  readonly unanswered: Set<string>;
  readonly callsOf: Map<number, number>;
  /** Of them, those that were answered by an error, or by a status of 429, 500 or above. */
  readonly failedOf: Map<number, number>;
  /** Of them, those that were answered by the weather, not by the fixture. */
  readonly insteadOf: Map<number, number>;
  /** `GET https://api.acme.test/v1/users` */
  readonly calls: Set<string>;
}

export const newAudit = (): Audit => ({
  undeclared: new Set(),
  used: new Set(),
  unanswered: new Set(),
  callsOf: new Map(),
  failedOf: new Map(),
  insteadOf: new Map(),
  calls: new Set(),
});

export interface MockHostOptions {
  readonly manifest: PluginManifest;
  readonly node: NodeSpec;
  /** Answers for an item, by its key, before those for all. */
  readonly ofItem: (key: number | undefined) => readonly Mock[];
  readonly shared: readonly Mock[];
  readonly audit: Audit;
  /** What the store holds before: for all, and for each item by its key. */
  readonly stored?: { readonly workspace: JsonObject; readonly contacts: ReadonlyMap<number, JsonObject> };
  /** Values of credentials, for those who check signatures. */
  readonly credentials?: Fixtures;
  /** Takes the place of answers, for chaos; null leaves what is written. `nth` counts the calls, from 0. */
  readonly instead?: (nth: number, key: number | undefined) => HttpAnswer | null;
}

/** A host that answers from what was written, keeps a store in memory, and refuses what the manifest does not declare. */
export function mockHost(options: MockHostOptions): GuestHost {
  const { manifest, node, audit } = options;
  const stored = new Map<string, Json>();
  const put = (scope: string, item: string, held: JsonObject): void =>
    Object.entries(held).forEach(([name, value]) => stored.set(`${scope}:${item}:${name}`, value));
  put('workspace', '', options.stored?.workspace ?? {});
  options.stored?.contacts.forEach((held, key) => put('contact', String(key), held));
  const given = new Map<Mock, number>();
  let nth = 0;
  const http = (args: JsonObject): HostReply => {
    audit.used.add('http');
    const call = `${String(args['method'])} ${String(args['url'])}`;
    const fault = httpFault(manifest, node, args) ?? credentialFault(manifest, args);
    if (fault !== null) {
      audit.undeclared.add(fault);
      return { ok: { error: 'refused', message: fault } };
    }
    const key = typeof args['item'] === 'number' ? args['item'] : undefined;
    if (key !== undefined) audit.callsOf.set(key, (audit.callsOf.get(key) ?? 0) + 1);
    audit.calls.add(call);
    const weather = options.instead?.(nth++, key);
    if (weather) {
      if (key !== undefined) audit.insteadOf.set(key, (audit.insteadOf.get(key) ?? 0) + 1);
      if (key !== undefined && isFailed(weather)) audit.failedOf.set(key, (audit.failedOf.get(key) ?? 0) + 1);
      return { ok: weather as unknown as Json };
    }
    const mock = [...options.ofItem(key), ...options.shared].find((one) => fits(one, args));
    if (mock === undefined) {
      audit.unanswered.add(call);
      return { ok: { error: 'unreachable', message: `The fixture has no answer for ${call}.` } };
    }
    const turn = given.get(mock) ?? 0;
    given.set(mock, turn + 1);
    const answers = [mock.answer].flat();
    return { ok: answers[Math.min(turn, answers.length - 1)] as unknown as Json };
  };
  const kv = ({ op, args }: HostCall): HostReply => {
    audit.used.add('kv');
    const fault = kvFault(manifest, node, args);
    if (fault !== null) {
      audit.undeclared.add(fault);
      return { error: { code: 'refused', message: fault } };
    }
    // An item names whose write it is in all scopes; a place of its own it has in one.
    const item = args['scope'] === 'contact' ? String(args['item'] ?? '') : '';
    const place = (name: string): string => `${String(args['scope'])}:${item}:${name}`;
    if (op === 'kv.get') {
      const names = (args['names'] as readonly string[]).filter((name) => stored.has(place(name)));
      return { ok: Object.fromEntries(names.map((name) => [name, stored.get(place(name))!])) }; // just filtered
    }
    if (op === 'kv.add') {
      const name = String(args['name']);
      const sum = Number(stored.get(place(name)) ?? 0) + Number(args['by']);
      stored.set(place(name), sum);
      return { ok: sum };
    }
    for (const [name, value] of Object.entries(args['entries'] as JsonObject)) stored.set(place(name), value);
    for (const name of (args['remove'] ?? []) as readonly string[]) stored.delete(place(name));
    return { ok: null };
  };
  return (calls) =>
    Promise.resolve(
      calls.map((call): HostReply => {
        if (call.op === 'http') return http(call.args);
        if (call.op === 'signature' || call.op === 'open')
          return signature(call.op, manifest, options.credentials, call.args, audit);
        if (['kv.get', 'kv.set', 'kv.add'].includes(call.op)) return kv(call);
        audit.undeclared.add(`it asks the host for "${call.op}", which there is not`);
        return { error: { code: 'unknown', message: `The host does not know "${call.op}".` } };
      }),
    );
}

/** An answer that is too large came from a call that was carried out. */
function isFailed(answer: HttpAnswer): boolean {
  return 'error' in answer ? answer.error !== 'too-large' : answer.status === 429 || answer.status >= 500;
}

type Fixtures = NonNullable<FixtureCall['credentials']>;

function signature(
  op: 'signature' | 'open',
  manifest: PluginManifest,
  given: Fixtures = {},
  args: JsonObject,
  audit: Audit,
): HostReply {
  const name = String(args['credential']);
  if (!manifest.credentials?.some((one) => one.name === name))
    audit.undeclared.add(`the credential "${name}" is not declared`);
  const secret = given[name]?.[String(args['field'])];
  if (!secret) return { error: { code: 'credential', message: 'The fixture has no such value under "credentials".' } };
  if (op === 'open') return { ok: (openPosting(secret, String(args['text'])) ?? null) as JsonObject | null };
  const encoding = args['encoding'] === 'base64' ? 'base64' : 'hex';
  const algorithm = SIGNATURE_ALGORITHMS.find((one) => one === args['algorithm']) ?? 'hmac-sha256';
  const texts = [args['text']].flat().map(String);
  return { ok: isPostedSignature(secret, { algorithm, texts, signature: String(args['signature']), encoding }) };
}

function fits({ method, url, body }: Mock, args: JsonObject): boolean {
  if (method !== undefined && method !== args['method']) return false;
  const pattern = url.split('*').map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('.*'); // prettier-ignore
  if (!new RegExp(`^${pattern}$`).test(String(args['url']))) return false;
  return body === undefined || difference(body, args['body']) === null;
}
