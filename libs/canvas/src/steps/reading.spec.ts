import { describe, expect, it } from 'vitest';
import { sampleDocument } from '../edits/documents.fixture.js';
import { addNode, connect } from '../edits/index.js';
import { outline } from './outline.js';
import { stepKinds, type StepKind } from './step-kind.js';
import { walk } from './walk.js';

const kind = (type: string, ...outcomes: string[]): StepKind => ({
  type,
  title: { en: type, 'zh-CN': type },
  description: { en: '', 'zh-CN': '' },
  category: 'flow',
  icon: '',
  defaults: () => ({}),
  outcomes: () => outcomes.map((id) => ({ id, label: { en: id, 'zh-CN': id } })),
  summary: () => '',
});
const kinds = stepKinds([
  kind('segment', 'yes', 'else'),
  kind('message', 'delivered', 'failed'),
  kind('wait', 'done'),
  kind('exit'),
]);
const loose = { id: 'w', type: 'wait', config: {}, position: { x: 0, y: 600 } };

describe('the outline', () => {
  const told = (document = sampleDocument()) => {
    const { lines, loose: rest } = outline(document, kinds);
    const word = (line: (typeof lines)[number]) =>
      `${'  '.repeat(line.level)}${line.via ? `${line.via.id}: ` : ''}${line.nodeId}${line.again ? ' (again)' : ''}`;
    return [lines.map(word), rest.map(word)];
  };

  it('keeps chains level, goes one in at branches and tells each step once', () => {
    expect(told()).toEqual([['entry', 'a', '  yes: b', '  c', '  else: c (again)'], []]);
  });
  it('tells what no way leads to apart', () => {
    expect(told(addNode(sampleDocument(), loose))[1]).toEqual(['w']);
  });
  it('ends where a loop begins anew', () => {
    const looped = connect(addNode(sampleDocument(), loose), { node: 'b', outcome: 'failed' }, 'w', 'x1');
    expect(told(connect(looped, { node: 'w', outcome: 'done' }, 'a', 'x2'))[0]).toContain(
      '    a (again)'.replace('    ', '    '),
    );
  });
});

describe('walking by arrow keys', () => {
  const document = sampleDocument();
  it.each([
    ['entry', 'right', 'a'],
    ['a', 'right', 'b'],
    ['c', 'right', undefined],
    ['b', 'left', 'a'],
    ['entry', 'left', undefined],
    ['a', 'down', undefined],
  ] as const)('from %s to the %s', (from, direction, to) => {
    expect(walk(document, kinds, from, direction)).toBe(to);
  });
  it('goes up and down by the picture, keeping to the column', () => {
    const lower = addNode(document, loose);
    expect(walk(lower, kinds, 'entry', 'down')).toBe('w');
    expect(walk(lower, kinds, 'w', 'up')).toBe('entry');
  });
});
