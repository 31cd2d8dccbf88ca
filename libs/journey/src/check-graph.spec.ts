import type { Issue } from '@sojourn/kernel';
import { describe, expect, it } from 'vitest';
import { catalogue, drawing, goodDrawing } from './drawing.fixture.js';
import { validate } from './validate.js';

const found = (document: unknown, code: string): Issue[] =>
  validate(document, catalogue).filter((issue) => issue.code === code);

describe('edges', () => {
  it('may not begin at a node that is not there', () => {
    expect(found(goodDrawing().edge('ghost.done', 's').document, 'edge.from-unknown-node')).toMatchObject([
      { edgeId: 'e5', pointer: '/edges/4/from/node' },
    ]);
  });

  it('may not lead to a node that is not there', () => {
    const document = goodDrawing().node('m', 'note', { text: 'x' }).edge('m.done', 'ghost').document;
    expect(found(document, 'edge.to-unknown-node')).toMatchObject([
      { edgeId: 'e5', nodeId: 'm', pointer: '/edges/4/to' },
    ]);
  });

  it('may not leave by an outcome the node does not have, and say which it has', () => {
    const [issue] = found(goodDrawing().edge('p.lost', 's').document, 'edge.unknown-outcome');
    expect(issue).toMatchObject({ edgeId: 'e5', nodeId: 'p' });
    expect(issue?.message.en).toContain('(done, late)');
    expect(found(goodDrawing().edge('s.done', 'n').document, 'edge.unknown-outcome')[0]?.message.en).toContain(
      'it has none',
    );
  });

  it('may not be two from one outcome', () => {
    expect(found(goodDrawing().edge('p.done', 's').document, 'edge.second-from-outcome')).toMatchObject([
      { edgeId: 'e5', nodeId: 'p' },
    ]);
  });

  it('may not lead into the entry', () => {
    const document = goodDrawing().node('m', 'note', { text: 'x' }).edge('m.done', 'entry').document;
    expect(found(document, 'edge.into-entry')).toMatchObject([{ edgeId: 'e5', pointer: '/edges/4/to' }]);
  });

  it('must connect the entry by its outcome "entered"', () => {
    expect(found(drawing().node('s', 'stop').document, 'entry.not-connected')).toMatchObject([
      { severity: 'error', nodeId: 'entry' },
    ]);
    expect(found(drawing().node('s', 'stop').edge('entry.left', 's').document, 'edge.unknown-outcome')).toHaveLength(1);
  });
});

describe('paths', () => {
  it('warn of nodes that nobody can reach, also in an island of their own', () => {
    const document = goodDrawing().node('x', 'note', { text: 'x' }).node('y', 'stop').edge('x.done', 'y').document;
    expect(found(document, 'graph.unreachable').map(({ nodeId, severity }) => [nodeId, severity])).toEqual([
      ['x', 'warning'],
      ['y', 'warning'],
    ]);
  });

  it('warn of outcomes that lead nowhere', () => {
    const [issue] = found(drawing().node('g', 'gift').edge('entry.entered', 'g').document, 'graph.unconnected-outcome');
    expect(issue).toMatchObject({ severity: 'warning', nodeId: 'g' });
    expect(issue?.message['zh-CN']).toContain('没有连线');
  });
});

describe('circles', () => {
  const notes = drawing().node('a', 'note', { text: 'x' }).node('b', 'note', { text: 'y' });

  it('are refused when nobody ever waits in them, and named step by step', () => {
    const [issue, ...rest] = found(
      notes.edge('entry.entered', 'a').edge('a.done', 'b').edge('b.done', 'a').document,
      'graph.endless-loop',
    );
    expect(rest).toEqual([]);
    expect(issue).toMatchObject({ severity: 'error', pointer: '/nodes/0', nodeId: 'a' });
    expect(issue?.message.en).toContain('note → note → note');
  });

  it('are refused from a node to itself', () => {
    expect(found(notes.edge('entry.entered', 'a').edge('a.done', 'a').document, 'graph.endless-loop')).toHaveLength(1);
  });

  it('are welcome when they pass a node that waits', () => {
    const document = notes
      .node('p', 'pause')
      .edge('entry.entered', 'a')
      .edge('a.done', 'p')
      .edge('p.done', 'a').document;
    expect(found(document, 'graph.endless-loop')).toEqual([]);
  });

  it('are refused when they pass that node by a way out that does not wait', () => {
    const document = notes
      .node('p', 'pause')
      .edge('entry.entered', 'a')
      .edge('a.done', 'p')
      .edge('p.late', 'a').document;
    expect(found(document, 'graph.endless-loop')).toHaveLength(1);
  });

  it('are reported once for each knot', () => {
    const document = notes
      .node('c', 'gift')
      .edge('entry.entered', 'c')
      .edge('c.issued', 'a')
      .edge('c.soldOut', 'b')
      .edge('a.done', 'a')
      .edge('b.done', 'b').document;
    expect(
      found(document, 'graph.endless-loop')
        .map(({ nodeId }) => nodeId)
        .sort(),
    ).toEqual(['a', 'b']);
  });
});
