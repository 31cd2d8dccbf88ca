import { generateKey, rotateKey, signPackage, type KeyPair } from '@sojourn/packaging';
import { expect, it } from 'vitest';
import { trustOf } from './trust.js';

const [first, stolen, thief] = [generateKey(), generateKey(), generateKey()];
const row = ({ id, publicKey }: KeyPair, retiredAt: number | null) => ({ workspaceId: 1, publisher: 'acme', keyId: id, publicKey, pinnedAt: 1, pinnedBy: 1, how: 'trusted' as const, retiredAt }); // prettier-ignore
const signed = (key: KeyPair, ...rotations: ReturnType<typeof rotateKey>[]) =>
  signPackage({ plugin: 'acme.weather', version: '1.0.0', files: {} }, key.privateKey, rotations);
const handedOver = rotateKey(first.privateKey, stolen);

it('a key that was given up passes nothing on, though the pinned one once handed over to it', () => {
  const heir = signed(thief, handedOver, rotateKey(stolen.privateKey, thief));
  expect(trustOf([row(first, null)], heir)).toMatchObject({ kind: 'rotated', from: first.id });
  expect(trustOf([row(first, null), row(stolen, 2)], heir)).toEqual({ kind: 'wrong', pinned: [first.id] });
  expect(trustOf([row(first, null), row(stolen, 2)], signed(stolen, handedOver))).toMatchObject({ kind: 'wrong' });
  expect(trustOf([row(first, null), row(stolen, 2)], signed(first))).toEqual({ kind: 'known' });
});
