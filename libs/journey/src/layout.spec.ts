import { describe, expect, it } from 'vitest';
import type { JourneyDocument } from './document.js';
import { catalogue, drawing, goodDrawing } from './drawing.fixture.js';
import { layout } from './layout.js';

const sizeOf = (): { width: number; height: number } => ({ width: 240, height: 80 });

describe('layout', () => {
  const placed = layout(goodDrawing().document, sizeOf);
  const at = (id: string): { x: number; y: number } => placed.nodes.find((node) => node.id === id)!.position;

  it('runs left to right from the entry at the origin', () => {
    expect(placed.entry.position).toEqual({ x: 0, y: 0 });
    expect(at('p').x).toBeGreaterThanOrEqual(240);
    expect(at('n').x).toBeGreaterThanOrEqual(at('p').x + 240);
    expect(at('s').x).toBeGreaterThanOrEqual(at('n').x + 240);
  });

  it('lets no two cards overlap', () => {
    let wide = drawing();
    for (let i = 0; i < 12; i++) wide = wide.node(`n${i}`, 'stop');
    for (let i = 0; i < 6; i++) wide = wide.edge(`n${i}.x`, `n${i + 6}`);
    const boxes = layout(wide.document, sizeOf).nodes.map(({ position }) => position);
    for (const [i, a] of boxes.entries()) {
      for (const b of boxes.slice(i + 1)) expect(Math.abs(a.x - b.x) >= 240 || Math.abs(a.y - b.y) >= 80).toBe(true);
    }
  });

  it('keeps what follows a node in the order of its ways out, so that lines do not cross', () => {
    const fork = drawing()
      .node('g', 'gift')
      .node('none', 'stop')
      .node('won', 'stop')
      .edge('entry.entered', 'g')
      .edge('g.soldOut', 'none')
      .edge('g.issued', 'won').document;
    const height = (document: JourneyDocument, id: string) => document.nodes.find((node) => node.id === id)!.position.y;
    const byEdges = layout(fork, sizeOf);
    expect(height(byEdges, 'none')).toBeLessThan(height(byEdges, 'won'));
    const byOutcomes = layout(fork, sizeOf, 'LR', catalogue);
    expect(height(byOutcomes, 'won')).toBeLessThan(height(byOutcomes, 'none'));
  });

  it('lets two ways into the same nodes in opposite order not confuse it', () => {
    const crossed = drawing()
      .node('g', 'gift')
      .node('h', 'gift')
      .node('x', 'stop')
      .node('y', 'stop')
      .edge('entry.entered', 'g')
      .edge('g.issued', 'x')
      .edge('g.soldOut', 'y')
      .edge('h.issued', 'y')
      .edge('h.soldOut', 'x').document;
    expect(layout(crossed, sizeOf).nodes).toHaveLength(4);
  });

  it('answers the same layout for the same drawing, and leaves the drawing given as it is', () => {
    expect(layout(goodDrawing().document, sizeOf)).toEqual(placed);
    expect(goodDrawing().document.nodes[0]?.position).toEqual({ x: 0, y: 0 });
  });

  it('runs top to bottom when asked', () => {
    const down = layout(goodDrawing().document, sizeOf, 'TB');
    expect(down.nodes[0]!.position.y).toBeGreaterThanOrEqual(80);
  });

  it('survives circles, islands and edges that lead nowhere', () => {
    const odd = drawing()
      .node('a', 'note')
      .node('b', 'stop')
      .edge('a.done', 'a')
      .edge('a.x', 'ghost')
      .edge('ghost.x', 'b').document;
    const { nodes } = layout(odd, sizeOf);
    expect(nodes).toHaveLength(2);
    for (const { position } of nodes) expect(Number.isFinite(position.x + position.y)).toBe(true);
  });
});
