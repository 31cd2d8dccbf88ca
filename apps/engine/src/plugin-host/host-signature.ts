import { createHmac, timingSafeEqual } from 'node:crypto';
import type { HostReply } from '@sojourn/execution';
import type { JsonObject } from '@sojourn/kernel';
import type { CredentialValues } from './credential-store.js';
import type { HostScope } from './host-scope.js';

const LONGEST_TEXT = 512 * 1024;

/** Says whether a text was signed (HMAC-SHA256) with a field of a credential. The field itself stays here. */
export async function checkSignature(
  { credential: name, field, text, signature, encoding = 'hex' }: JsonObject,
  { manifest, verifies }: Pick<HostScope, 'manifest' | 'verifies'>,
  valuesOf: (name: string) => Promise<CredentialValues | undefined>,
): Promise<HostReply> {
  if (!verifies) return refused('signatures', 'Signatures are checked in `receive` alone.');
  const spec = manifest.credentials?.find((one) => one.name === name);
  const fields = (spec?.fields['properties'] ?? {}) as JsonObject;
  if (!spec || typeof field !== 'string' || !Object.hasOwn(fields, field))
    return refused('credential', `plugin.json has no field "${shown(field)}" of a credential "${shown(name)}".`);
  if (typeof text !== 'string' || Buffer.byteLength(text) > LONGEST_TEXT)
    return refused('signatures', `What is checked is a text of at most ${LONGEST_TEXT} bytes.`);
  if (encoding !== 'hex' && encoding !== 'base64') return refused('signatures', 'A signature is hex or base64.');
  const values = await valuesOf(spec.name);
  const secret = values && Object.hasOwn(values, field) ? values[field] : undefined;
  // An empty secret is everybody's.
  if (!secret) return refused('credential', `The credential "${spec.name}" was not entered.`);
  if (typeof signature !== 'string') return { ok: false };
  const expected = createHmac('sha256', secret).update(text).digest();
  const given = Buffer.from(signature.slice(0, 100), encoding);
  return { ok: given.length === expected.length && timingSafeEqual(given, expected) };
}

const refused = (code: string, message: string): HostReply => ({ error: { code, message } });
const shown = (name: unknown): string => (typeof name === 'string' ? name.slice(0, 64) : '');
