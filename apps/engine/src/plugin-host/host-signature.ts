import type { HostReply } from '@sojourn/execution';
import type { JsonObject } from '@sojourn/kernel';
import { isPostedSignature, openPosting, SIGNATURE_ALGORITHMS } from '@sojourn/packaging';
import type { CredentialValues } from './credential-store.js';
import type { HostScope } from './host-scope.js';

const LONGEST_TEXT = 512 * 1024;
const MOST_TEXTS = 20;

type Scope = Pick<HostScope, 'manifest' | 'verifies'>;
type ValuesOf = (name: string) => Promise<CredentialValues | undefined>;

/** Says whether a text was signed with a field of a credential. The field itself stays here. */
export async function checkSignature(args: JsonObject, scope: Scope, valuesOf: ValuesOf): Promise<HostReply> {
  const { text, signature, encoding = 'hex', algorithm: wanted = 'hmac-sha256' } = args;
  return withSecret(args, scope, valuesOf, (secret) => {
    const texts = textsOf(text);
    if (!texts) return refused('signatures', `What is checked is a text of at most ${LONGEST_TEXT} bytes, or ${MOST_TEXTS} texts.`); // prettier-ignore
    if (encoding !== 'hex' && encoding !== 'base64') return refused('signatures', 'A signature is hex or base64.');
    const algorithm = SIGNATURE_ALGORITHMS.find((one) => one === wanted);
    if (!algorithm) return refused('signatures', `The algorithm is none of ${SIGNATURE_ALGORITHMS.join(', ')}.`);
    return { ok: typeof signature === 'string' && isPostedSignature(secret, { algorithm, texts, signature, encoding }) }; // prettier-ignore
  });
}

/** Opens what was encrypted with a field of a credential; null for what was not. */
export async function openSealed(args: JsonObject, scope: Scope, valuesOf: ValuesOf): Promise<HostReply> {
  return withSecret(args, scope, valuesOf, (key) => {
    const [text] = textsOf(args['text']) ?? [];
    if (text === undefined) return refused('signatures', `What is opened is a text of at most ${LONGEST_TEXT} bytes.`);
    return { ok: (openPosting(key, text) ?? null) as JsonObject | null };
  });
}

async function withSecret(
  { credential: name, field }: JsonObject,
  { manifest, verifies }: Scope,
  valuesOf: ValuesOf,
  use: (secret: string) => HostReply,
): Promise<HostReply> {
  if (!verifies) return refused('signatures', 'Signatures are checked in `receive` alone.');
  const spec = manifest.credentials?.find((one) => one.name === name);
  const fields = (spec?.fields['properties'] ?? {}) as JsonObject;
  if (!spec || typeof field !== 'string' || !Object.hasOwn(fields, field))
    return refused('credential', `plugin.json has no field "${shown(field)}" of a credential "${shown(name)}".`);
  const values = await valuesOf(spec.name);
  const secret = values && Object.hasOwn(values, field) ? values[field] : undefined;
  // An empty secret is everybody's.
  return secret ? use(secret) : refused('credential', `The credential "${spec.name}" was not entered.`);
}

function textsOf(given: unknown): readonly string[] | undefined {
  const list: readonly unknown[] = Array.isArray(given) ? given : [given];
  if (list.length > MOST_TEXTS || !list.every((one) => typeof one === 'string')) return undefined;
  return list.reduce((sum, one) => sum + Buffer.byteLength(one), 0) > LONGEST_TEXT ? undefined : list;
}

const refused = (code: string, message: string): HostReply => ({ error: { code, message } });
const shown = (name: unknown): string => (typeof name === 'string' ? name.slice(0, 64) : '');
