import { emptyDocument, type JourneyDocument } from '@sojourn/journey';
import { describe, expect, it } from 'vitest';
import { changesBetween } from './changes.js';

const node = (id: string, config = {}, x = 0) => ({ id, type: 'wait', config, position: { x, y: 0 } });
const before: JourneyDocument = {
  ...emptyDocument('A'),
  nodes: [node('a'), node('b')],
  edges: [{ id: 'e', from: { node: 'a', outcome: 'done' }, to: 'b' }],
};

describe('what publishing would change', () => {
  it('is nothing when steps only moved on the canvas', () => {
    expect(changesBetween(before, { ...before, name: 'B', nodes: [node('b', {}, 9), node('a', {}, 7)] }).none).toBe(
      true,
    );
  });
  it('names steps that are new, gone and different', () => {
    expect(changesBetween(before, { ...before, nodes: [node('a', { x: 1 }), node('c')] })).toMatchObject({
      added: ['c'],
      removed: ['b'],
      changed: ['a'],
      none: false,
    });
  });
  it('tells edges and entry apart', () => {
    expect(changesBetween(before, { ...before, edges: [] })).toMatchObject({ edges: true, entry: false });
    expect(
      changesBetween(before, { ...before, entry: { ...before.entry, reentry: { mode: 'always' } } }),
    ).toMatchObject({ edges: false, entry: true });
  });
});
