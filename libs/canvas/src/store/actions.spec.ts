import { describe, expect, it } from 'vitest';
import { sampleDocument } from '../edits/documents.fixture.js';
import { boxes } from '../steps/place.js';
import { stepKinds, type StepKind } from '../steps/step-kind.js';
import { createActions } from './actions.js';
import { createEditorStore } from './editor-store.js';

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

function editor() {
  let ids = 0;
  let clock = 0;
  const store = createEditorStore(sampleDocument(), () => (clock += 10_000));
  const actions = createActions({ store, kinds, language: 'en', freshId: (of) => `${of}-${++ids}` });
  const ways = () =>
    store
      .getState()
      .document.edges.map((edge) => `${edge.from.node}.${edge.from.outcome}>${edge.to}`)
      .sort();
  const overlapping = () => {
    const all = boxes(store.getState().document, kinds);
    return all.filter((a) =>
      all.some(
        (b) =>
          a.id < b.id && a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height,
      ),
    );
  };
  return { store, actions, ways, overlapping };
}

describe('the canvas’s gestures', () => {
  it('add after the selected step where it leads nowhere yet', () => {
    const { store, actions, ways } = editor();
    store.select({ nodes: ['b'] });
    actions.addStepAfterSelection('wait', { x: 0, y: 0 });
    expect(ways()).toContain('b.failed>wait-1');
    expect([...store.getState().selection.nodes]).toEqual(['wait-1']);
  });

  it('never put a card on another', () => {
    const { actions, overlapping } = editor();
    for (let n = 0; n < 6; n++) actions.addStep('message', { kind: 'free', at: { x: 310, y: 10 } });
    actions.addStep('wait', { kind: 'outcome', from: { node: 'b', outcome: 'failed' } });
    actions.addStep('wait', { kind: 'edge', edgeId: 'e2' });
    expect(overlapping()).toEqual([]);
  });

  it('insert on an edge and lead on by the first outcome', () => {
    const { actions, ways } = editor();
    actions.addStep('segment', { kind: 'edge', edgeId: 'e1' });
    expect(ways()).toEqual(expect.arrayContaining(['entry.entered>segment-1', 'segment-1.yes>a']));
  });

  it('end an edge at a step that has no way out', () => {
    const { actions, ways } = editor();
    actions.addStep('exit', { kind: 'edge', edgeId: 'e2' });
    expect(ways()).toEqual(['a.else>c', 'a.yes>exit-1', 'b.delivered>c', 'entry.entered>a']);
  });

  it('copy, cut and paste across editors', () => {
    const from = editor();
    from.store.select({ nodes: ['a', 'b'] });
    const text = from.actions.copy() ?? '';
    from.actions.removeSelection();
    expect(from.store.getState().document.nodes.map((node) => node.id)).toEqual(['c']);
    const to = editor();
    expect(to.actions.paste(text, { x: 0, y: 900 })).toBe(true);
    expect(to.ways()).toContain('segment-1.yes>message-2');
    expect(to.actions.paste('just words', { x: 0, y: 0 })).toBe(false);
  });

  it('are each one step of undo, whatever they are', () => {
    const { store, actions } = editor();
    const before = store.getState().document;
    actions.addStep('wait', { kind: 'edge', edgeId: 'e2' });
    actions.connect({ node: 'b', outcome: 'failed' }, 'c');
    store.select({ nodes: ['a'] });
    actions.duplicateSelection();
    actions.arrange();
    actions.title('a', 'VIP?');
    actions.rename('Hello');
    actions.changeEntry({ reentry: { mode: 'always' } });
    store.select({ nodes: ['a', 'b'] });
    actions.removeSelection();
    expect(store.getState().history.past).toHaveLength(8);
    for (let n = 0; n < 8; n++) store.undo();
    expect(store.getState().document).toEqual(before);
  });

  it('do nothing to what is read-only', () => {
    const { store, actions } = editor();
    const { document } = store.getState();
    store.open(document, { readOnly: true });
    actions.addStep('wait', { kind: 'free', at: { x: 0, y: 0 } });
    actions.arrange();
    actions.rename('No');
    store.undo();
    expect(store.getState().document).toBe(document);
  });

  it('take what is gone out of the selection', () => {
    const { store, actions } = editor();
    actions.addStep('wait', { kind: 'free', at: { x: 0, y: 900 } });
    store.undo();
    expect(store.getState().selection.nodes.size).toBe(0);
  });
});
