import { describe, expect, it } from 'vitest';
import { sampleDocument } from '../edits/documents.fixture.js';
import { changeTitle, connect, moveNodes } from '../edits/index.js';
import { cardHeight, cardOf, createCardFile } from './card.js';
import { searchKinds, stepKinds, type StepKind } from './step-kind.js';

const kind = (type: string, outcomes: string[], category: StepKind['category'] = 'flow'): StepKind => ({
  type,
  title: { en: `The ${type}`, 'zh-CN': `步骤${type}` },
  description: { en: '', 'zh-CN': '' },
  category,
  icon: '',
  defaults: () => ({}),
  outcomes: () => outcomes.map((id) => ({ id, label: { en: id, 'zh-CN': id } })),
  summary: () => '',
});
const kinds = stepKinds([
  kind('segment', ['yes', 'else']),
  kind('message', ['delivered', 'failed'], 'message'),
  kind('exit', []),
]);

describe('cards', () => {
  it('keep those of unchanged steps and make those of changed ones anew', () => {
    const cards = createCardFile(kinds);
    const document = sampleDocument();
    const before = cards(document);
    const titled = cards(changeTitle(document, 'b', 'Hi'));
    expect(titled[0]).toBe(before[0]);
    expect(titled[1]).not.toBe(before[1]);
    const joined = cards(connect(document, { node: 'b', outcome: 'failed' }, 'a', 'e9'));
    expect(joined.map((card, at) => card === before[at])).toEqual([true, false, true]);
    expect(cards(moveNodes(document, new Map([['entry', { x: 9, y: 9 }]])))[2]?.id).toBe('c');
  });

  it('show an edge whose outcome is gone, so that it can be mended', () => {
    const card = cardOf(
      { id: 'a', type: 'segment', config: {}, position: { x: 0, y: 0 } },
      kinds.get('segment'),
      new Map([['old', 'e1']]),
    );
    expect(card.outcomes.map(({ id, stale }) => [id, stale === true])).toEqual([['yes', false], ['else', false], ['old', true]]); // prettier-ignore
    expect(card.height).toBe(cardHeight(3));
  });

  it('survive a plugin that is missing or that throws', () => {
    const node = { id: 'a', type: 'x', config: {}, position: { x: 0, y: 0 } };
    expect(cardOf(node, undefined).outcomes).toEqual([]);
    const broken = { ...kind('x', []), outcomes: () => { throw new Error('half typed'); } }; // prettier-ignore
    expect(cardOf(node, broken).outcomes).toEqual([]);
  });
});

describe('search', () => {
  it('finds by either language, in the palette’s order', () => {
    expect(searchKinds(kinds, '').map((one) => one.type)).toEqual(['segment', 'exit', 'message']);
    expect(searchKinds(kinds, '步骤mess').map((one) => one.type)).toEqual(['message']);
    expect(searchKinds(kinds, 'the EXIT').map((one) => one.type)).toEqual(['exit']);
    expect(searchKinds(kinds, 'nothing')).toEqual([]);
  });
});
