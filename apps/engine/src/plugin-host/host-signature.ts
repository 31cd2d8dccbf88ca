import type { HostReply } from '@sojourn/execution';
import type { JsonObject } from '@sojourn/kernel';
import { isPostedSignature, SIGNATURE_ALGORITHMS } from '@sojourn/packaging';
import type { CredentialValues } from './credential-store.js';
import type { HostScope } from './host-scope.js';

const LONGEST_TEXT = 512 * 1024;
const MOST_TEXTS = 20;

/** Says whether a text was signed with a field of a credential. The field itself stays here. */
export async function checkSignature(
  { credential: name, field, text, signature, encoding = 'hex', algorithm: wanted = 'hmac-sha256' }: JsonObject,
  { manifest, verifies }: Pick<HostScope, 'manifest' | 'verifies'>,
  valuesOf: (name: string) => Promise<CredentialValues | undefined>,
): Promise<HostReply> {
  if (!verifies) return refused('signatures', 'Signatures are checked in `receive` alone.');
  const spec = manifest.credentials?.find((one) => one.name === name);
  const fields = (spec?.fields['properties'] ?? {}) as JsonObject;
  if (!spec || typeof field !== 'string' || !Object.hasOwn(fields, field))
    return refused('credential', `plugin.json has no field "${shown(field)}" of a credential "${shown(name)}".`);
  const texts = textsOf(text);
  if (!texts)
    return refused('signatures', `What is checked is a text of at most ${LONGEST_TEXT} bytes, or ${MOST_TEXTS} texts.`);
  if (encoding !== 'hex' && encoding !== 'base64') return refused('signatures', 'A signature is hex or base64.');
  const algorithm = SIGNATURE_ALGORITHMS.find((one) => one === wanted);
  if (!algorithm) return refused('signatures', `The algorithm is none of ${SIGNATURE_ALGORITHMS.join(', ')}.`);
  const values = await valuesOf(spec.name);
  const secret = values && Object.hasOwn(values, field) ? values[field] : undefined;
  // An empty secret is everybody's.
  if (!secret) return refused('credential', `The credential "${spec.name}" was not entered.`);
  return { ok: typeof signature === 'string' && isPostedSignature(secret, { algorithm, texts, signature, encoding }) };
}

function textsOf(given: unknown): readonly string[] | undefined {
  const list: readonly unknown[] = Array.isArray(given) ? given : [given];
  if (list.length > MOST_TEXTS || !list.every((one) => typeof one === 'string')) return undefined;
  return list.reduce((sum, one) => sum + Buffer.byteLength(one), 0) > LONGEST_TEXT ? undefined : list;
}

const refused = (code: string, message: string): HostReply => ({ error: { code, message } });
const shown = (name: unknown): string => (typeof name === 'string' ? name.slice(0, 64) : '');
