import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JourneyDocument } from '@sojourn/journey';
import * as edits from '../edits/index.js';
import { sampleDocument } from '../edits/documents.fixture.js';
import { EMPTY_HISTORY, record, redo, undo, type History } from './history.js';

type Edit = (document: JourneyDocument, freshId: (kind: string) => string) => JourneyDocument;
const pick = <T>(list: readonly T[], at: number): T | undefined =>
  list.length === 0 ? undefined : list[at % list.length];
const nodeAt = (document: JourneyDocument, at: number) => pick(document.nodes, at)?.id ?? 'ghost';
const edgeAt = (document: JourneyDocument, at: number) => pick(document.edges, at)?.id ?? 'ghost';

/** Any edit the canvas offers, aimed at whatever the document then holds. */
const anyEdit: fc.Arbitrary<Edit> = fc
  .record({ kind: fc.nat(13), n: fc.nat(50), m: fc.nat(50), text: fc.string({ maxLength: 5 }) })
  .map(({ kind, n, m, text }): Edit => (document, freshId) => {
    const node = { id: freshId('wait'), type: 'wait', config: { n }, position: { x: n, y: m } };
    const from = { node: nodeAt(document, n), outcome: `o${m % 3}` };
    switch (kind) {
      case 0: return edits.addNode(document, node);
      case 1: return edits.addNode(document, node, { ...from, edgeId: freshId('edge') });
      case 2: return edits.insertOnEdge(document, edgeAt(document, n), node, { outcome: 'x', edgeId: freshId('edge') }, m);
      case 3: return edits.connect(document, from, nodeAt(document, m), freshId('edge'));
      case 4: return edits.disconnect(document, [edgeAt(document, n), edgeAt(document, m)]);
      case 5: return edits.remove(document, { nodes: [nodeAt(document, n)], edges: [edgeAt(document, m)] });
      case 6: return edits.remove(document, { nodes: [nodeAt(document, n), nodeAt(document, m)], edges: [] });
      case 7: return edits.moveNodes(document, new Map([[nodeAt(document, n), { x: m, y: n }], ['entry', { x: n, y: m }]]));
      case 8: return edits.changeConfig(document, nodeAt(document, n), { text });
      case 9: return edits.changeTitle(document, nodeAt(document, n), text);
      case 10: return edits.replaceType(document, nodeAt(document, n), `type-${m % 4}`, {}, ['o0', 'o1']);
      case 11: {
        const clipping = edits.clip(document, [nodeAt(document, n), nodeAt(document, m)]);
        return clipping ? edits.paste(document, clipping, { x: n, y: m }, freshId).document : document;
      }
      case 12: return edits.reconnect(document, edgeAt(document, n), from, nodeAt(document, m));
      default: return m % 2 ? edits.rename(document, text) : edits.changeTimeZone(document, text);
    }
  }); // prettier-ignore

describe('history', () => {
  it('any edits, undone, give the document before; redone, the one after', () => {
    fc.assert(
      fc.property(fc.array(anyEdit, { maxLength: 30 }), fc.boolean(), (list, squashing) => {
        let ids = 0;
        const freshId = (kind: string) => `${kind}-${++ids}`;
        const first = sampleDocument();
        let document: JourneyDocument = first;
        let history: History = EMPTY_HISTORY;
        list.forEach((edit, at) => {
          const next = edit(document, freshId);
          // Neighbouring edits may be squashed, whatever they are: the change between the ends still has to hold.
          history = record(history, document, next, {
            label: { kind: 'add' },
            at: at * 1000,
            ...(squashing && { squash: `s${at >> 2}` }),
          });
          document = next;
        });
        const last = document;
        for (let step = undo(history, document); step; step = undo(history, document)) ({ history, document } = step);
        expect(document).toEqual(first);
        for (let step = redo(history, document); step; step = redo(history, document)) ({ history, document } = step);
        expect(document).toEqual(last);
      }),
      { numRuns: 300 },
    );
  });

  const type = (history: History, document: JourneyDocument, title: string, at: number) => {
    const next = edits.changeTitle(document, 'a', title);
    return {
      history: record(history, document, next, { label: { kind: 'title' }, squash: 'title:a', at }),
      document: next,
    };
  };

  it('squashes typing into one step, until a pause', () => {
    let state = { history: EMPTY_HISTORY, document: sampleDocument() as JourneyDocument };
    for (const [at, title] of ['H', 'He', 'Hel'].entries())
      state = type(state.history, state.document, title, at * 200);
    expect(state.history.past).toHaveLength(1);
    state = type(state.history, state.document, 'Help', 60_000);
    expect(state.history.past).toHaveLength(2);
    expect(undo(state.history, state.document)?.document.nodes[0]?.title).toBe('Hel');
  });

  it('does not flow into a step that was undone and redone', () => {
    let state = type(EMPTY_HISTORY, sampleDocument(), 'H', 0);
    const back = undo(state.history, state.document);
    const again = back && redo(back.history, back.document);
    if (!again) throw new Error('nothing to redo');
    state = type(again.history, again.document, 'He', 100);
    expect(state.history.past).toHaveLength(2);
  });

  it('takes an edit that changes nothing for no step', () => {
    const document = sampleDocument();
    expect(record(EMPTY_HISTORY, document, { ...document }, { label: { kind: 'move' }, at: 0 })).toBe(EMPTY_HISTORY);
  });

  it('forgets what could be redone once something new is done', () => {
    const one = type(EMPTY_HISTORY, sampleDocument(), 'H', 0);
    const back = undo(one.history, one.document);
    if (!back) throw new Error('nothing to undo');
    expect(type(back.history, back.document, 'X', 100).history.future).toEqual([]);
  });
});
