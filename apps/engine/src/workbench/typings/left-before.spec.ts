import { emptyDocument, type JourneyDocument } from '@sojourn/journey';
import { expect, it } from 'vitest';
import { leftBefore, type LeavesOf } from './left-before.js';

const at = { x: 0, y: 0 };
const drawn = (...ways: readonly string[]): JourneyDocument => {
  const edges = ways.map((way, index) => {
    const [, node = '', outcome = '', to = ''] = /^(\w+):(\w+)>(\w+)$/.exec(way) ?? [];
    return { id: `e${index}`, from: { node, outcome }, to };
  });
  const ids = new Set(edges.flatMap(({ from, to }) => [from.node, to]).filter((id) => id !== 'entry'));
  const nodes = [...ids].map((id) => ({ id, type: id.replace(/\d/, ''), config: {}, position: at }));
  return { ...emptyDocument('J'), nodes, edges };
};
const leaves: LeavesOf = ({ type }, outcome) => {
  if (type === 'script') return 'unknown';
  return type === 'coupon' && outcome === 'issued' ? [{ name: 'coupon', type: 'Coupon', sample: {} }] : [];
};
const known = (document: JourneyDocument) => {
  const { variables, more } = leftBefore(document, 'here', leaves);
  return { ...Object.fromEntries([...variables].map(([name, { always }]) => [name, always])), more };
};

it('is nothing behind the entry', () => expect(known(drawn('entry:entered>here'))).toEqual({ more: false }));

it('is certain behind the outcome that leaves it, and absent behind another', () => {
  expect(known(drawn('entry:entered>coupon', 'coupon:issued>here'))).toEqual({ coupon: true, more: false });
  expect(known(drawn('entry:entered>coupon', 'coupon:soldOut>here'))).toEqual({ more: false });
});

it('is uncertain where ways meet, and certain again where all of them bring it', () => {
  const ways = ['entry:entered>coupon1', 'coupon1:soldOut>coupon2', 'coupon2:issued>here'];
  expect(known(drawn(...ways, 'coupon1:issued>here'))).toEqual({ coupon: true, more: false });
  expect(known(drawn(...ways, 'coupon1:alreadyHas>here'))).toEqual({ coupon: false, more: false });
});

it('knows that it does not know what a script leaves', () =>
  expect(known(drawn('entry:entered>script', 'script:high>wait', 'wait:done>here'))).toEqual({ more: true }));

it('comes to an end in a circle', () => {
  const circle = ['entry:entered>wait', 'wait:done>coupon', 'coupon:issued>wait', 'wait:over>here'];
  expect(known(drawn(...circle))).toEqual({ coupon: false, more: false });
});
