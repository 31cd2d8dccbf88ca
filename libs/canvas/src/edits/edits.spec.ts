import { describe, expect, it } from 'vitest';
import {
  addNode, canConnect, changeConfig, changeEntry, changeExits, changeTitle, changeTimeZone, clip, connect, disconnect,
  insertOnEdge, moveNodes, parseClipping, paste, reconnect, remove, rename, replaceType,
} from './index.js'; // prettier-ignore
import { sampleDocument } from './documents.fixture.js';

const document = sampleDocument();
const ways = (of: { edges: typeof document.edges }) =>
  of.edges.map((edge) => `${edge.from.node}.${edge.from.outcome}>${edge.to}`).sort();
const fresh = () => {
  let next = 0;
  return (kind: string) => `${kind}-${++next}`;
};

describe('adding', () => {
  const node = { id: 'n', type: 'wait', config: {}, position: { x: 1, y: 2 } };

  it('adds a free node', () => {
    expect(addNode(document, node).nodes.at(-1)).toEqual(node);
    expect(addNode(document, node).edges).toBe(document.edges);
  });
  it('joins the outcome it was added from', () => {
    expect(ways(addNode(document, node, { node: 'b', outcome: 'failed', edgeId: 'e9' }))).toContain('b.failed>n');
  });
  it('goes into the middle of an edge and onward to where the edge led', () => {
    const next = insertOnEdge(document, 'e2', node, { outcome: 'elapsed', edgeId: 'e9' });
    expect(ways(next)).toEqual(['a.else>c', 'a.yes>n', 'b.delivered>c', 'entry.entered>a', 'n.elapsed>b']);
  });
  it('makes room downstream and leaves what is upstream', () => {
    const next = insertOnEdge(document, 'e2', node, { outcome: 'elapsed', edgeId: 'e9' }, 300);
    expect(next.nodes.map((one) => [one.id, one.position.x])).toEqual([['a', 300], ['b', 900], ['c', 1200], ['n', 1]]); // prettier-ignore
  });
  it('leaves a document without that edge alone', () => {
    expect(insertOnEdge(document, 'nope', node, undefined)).toBe(document);
  });
});

describe('connecting', () => {
  it('replaces the edge an outcome had', () => {
    expect(ways(connect(document, { node: 'a', outcome: 'else' }, 'b', 'e9'))).toEqual([
      'a.else>b',
      'a.yes>b',
      'b.delivered>c',
      'entry.entered>a',
    ]);
  });
  it.each([
    ['the entry card', { node: 'a', outcome: 'yes' }, 'entry'],
    ['itself', { node: 'a', outcome: 'yes' }, 'a'],
    ['a node that is not there', { node: 'a', outcome: 'yes' }, 'ghost'],
    ['where it leads already', { node: 'a', outcome: 'yes' }, 'b'],
    ['from a node that is not there', { node: 'ghost', outcome: 'yes' }, 'b'],
  ])('refuses to join an outcome to %s', (_, from, to) => {
    expect(canConnect(document, from, to)).toBe(false);
    expect(connect(document, from, to, 'e9')).toBe(document);
  });
  it('moves an end of an edge under the same id', () => {
    const next = reconnect(document, 'e3', { node: 'b', outcome: 'failed' }, 'c');
    expect(next.edges.find((edge) => edge.id === 'e3')?.from.outcome).toBe('failed');
  });
  it('cuts', () => {
    expect(disconnect(document, ['e2']).edges).toHaveLength(3);
    expect(disconnect(document, ['nope'])).toBe(document);
  });
});

describe('removing', () => {
  it('heals the chain around a step with one way on', () => {
    expect(ways(remove(document, { nodes: ['b'], edges: [] }))).toEqual(['a.else>c', 'a.yes>c', 'entry.entered>a']);
  });
  it('heals nothing around a step with two ways on', () => {
    expect(ways(remove(document, { nodes: ['a'], edges: [] }))).toEqual(['b.delivered>c']);
  });
  it('never removes the entry card', () => {
    expect(remove(document, { nodes: ['entry'], edges: [] })).toBe(document);
  });
});

describe('changing', () => {
  it('keeps edges whose outcome the new type has', () => {
    const next = replaceType(document, 'a', 'ab-split', {}, ['yes', 'b']);
    expect(ways(next)).toEqual(['a.yes>b', 'b.delivered>c', 'entry.entered>a']);
  });
  it('moves a lone edge to the first outcome of the new type', () => {
    expect(ways(replaceType(document, 'b', 'coupon', {}, ['issued', 'soldOut']))).toContain('b.issued>c');
  });
  it('takes an empty title away', () => {
    const titled = changeTitle(document, 'a', 'VIP?');
    expect(titled.nodes[0]?.title).toBe('VIP?');
    expect(changeTitle(titled, 'a', '').nodes[0]).not.toHaveProperty('title');
  });
  it('returns the same document when nothing changes', () => {
    expect(changeConfig(document, 'a', {})).toBe(document);
    expect(changeTitle(document, 'a', '')).toBe(document);
    expect(rename(document, document.name)).toBe(document);
    expect(changeEntry(document, {})).toBe(document);
    expect(changeExits(document, document.exits)).toBe(document);
    expect(moveNodes(document, new Map([['a', { x: 300.2, y: 0 }]]))).toBe(document);
    expect(changeTimeZone(changeTimeZone(document, 'Asia/Tokyo'), 'Asia/Tokyo').timeZone).toBe('Asia/Tokyo');
  });
});

describe('the clipboard', () => {
  it('carries steps and the edges among them, under fresh ids', () => {
    const text = JSON.stringify(clip(document, ['a', 'b']));
    const clipping = parseClipping(text);
    if (!clipping) throw new Error('a clipping does not survive JSON');
    const { document: next, pasted } = paste(document, clipping, { x: 10, y: 20 }, fresh());
    expect(pasted).toEqual(['segment-1', 'message-2']);
    expect(ways(next)).toContain('segment-1.yes>message-2');
    expect(next.edges).toHaveLength(5);
    expect(next.nodes.at(-2)?.position).toEqual({ x: 10, y: 20 });
  });
  it.each(['', 'hello', '{}', 'null', '[1]', '{"sojourn":"steps","schemaVersion":99,"nodes":[],"edges":[]}',
    '{"sojourn":"steps","schemaVersion":1,"nodes":[{"id":"../x","type":"a","config":{},"position":{"x":0,"y":0}}],"edges":[]}'])('takes %j for no clipping', (text) => {
    expect(parseClipping(text)).toBeUndefined();
  }); // prettier-ignore
});
