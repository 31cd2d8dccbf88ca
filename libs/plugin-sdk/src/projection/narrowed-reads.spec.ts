import { expect, it } from 'vitest';
import type { ReadsSpec } from '../manifest.js';
import { narrowedReads } from './narrowed-reads.js';

const reads: ReadsSpec = {
  identities: ['email', 'phone'],
  attributes: 'all',
  tags: true,
  variables: ['coupon'],
  event: true,
  narrowedAt: '/reads',
};

it('is what the manifest says where the config has no list', () => {
  expect(narrowedReads(reads, {})).toBe(reads);
  const { narrowedAt: _, ...plain } = reads;
  expect(narrowedReads(plain, { reads: [] })).toBe(plain);
});

it('is no more than the config names', () => {
  expect(
    narrowedReads(reads, { reads: ['email', 'attributes.spend', 'variables.coupon', 'variables.x'] }),
  ).toMatchObject({ identities: ['email'], attributes: ['spend'], tags: false, variables: ['coupon'], event: false });
  expect(narrowedReads(reads, { reads: [] })).toMatchObject({ identities: [], attributes: [], variables: [] });
});

it('is never more than the manifest declares', () => {
  const few: ReadsSpec = { attributes: ['city'], narrowedAt: '/reads' };
  expect(narrowedReads(few, { reads: ['attributes.*', 'email', 'tags', 'event'] })).toMatchObject({
    attributes: ['city'],
    identities: [],
    tags: false,
    event: false,
  });
});
