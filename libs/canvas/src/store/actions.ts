import { ENTERED, ENTRY_NODE, type JourneyDocument, type Point } from '@sojourn/journey';
import * as edits from '../edits/index.js';
import type { Connector } from '../edits/connect.js';
import type { EditLabel } from '../history/history.js';
import { CARD, cardHeight, cardOf, edgesByOutcome, outcomesOf } from '../steps/card.js';
import { withPins } from '../steps/pins.js';
import { boxes, clearOf, GAP, placeAfter, snap } from '../steps/place.js';
import { tidy } from '../steps/tidy.js';
import { isOffered, type StepKind, type StepKinds } from '../steps/step-kind.js';
import type { Language } from '../words.js';
import type { EditorStore } from './editor-store.js';

/** Where a picked step goes. */
export type Target =
  | { readonly kind: 'free'; readonly at: Point }
  | { readonly kind: 'outcome'; readonly from: Connector; readonly at?: Point }
  | { readonly kind: 'edge'; readonly edgeId: string }
  | { readonly kind: 'replace'; readonly nodeId: string };

export interface ActionDeps {
  readonly store: EditorStore;
  readonly kinds: StepKinds;
  readonly language: Language;
  /** A fresh id within `[A-Za-z0-9_-]{1,64}`; `kind` is a node type or `edge`. */
  readonly freshId: (kind: string) => string;
}

/** Every gesture of the canvas as one undoable step: mouse, keyboard and panels call the same. */
export type CanvasActions = ReturnType<typeof createActions>;

export function createActions({ store, kinds, language, freshId }: ActionDeps) {
  const document = () => store.getState().document;
  const titleOf = (type: string) => kinds.get(type)?.title[language] ?? type;
  const nameOf = (nodeId: string) => {
    const node = document().nodes.find((one) => one.id === nodeId);
    return node ? (node.title ?? titleOf(node.type)) : '';
  };

  /** Adds a step at its target, selects it and returns its id. */
  function addStep(type: string, target: Target): string | undefined {
    const kind = kinds.get(type);
    if (kind === undefined || !isOffered(kind) || store.getState().readOnly) return undefined;
    if (target.kind === 'replace') return replaceStep(target.nodeId, kind);
    const id = freshId(type);
    const config = kind.defaults(language);
    const outcomes = outcomesOf(kind, { config });
    const size = { width: CARD.width, height: cardHeight(outcomes.length) };
    const label: EditLabel = { kind: target.kind === 'edge' ? 'insert' : 'add', name: kind.title[language] };
    const node = { id, type, config };
    if (target.kind === 'edge') {
      const [first] = outcomes;
      const onward = first && { outcome: first.id, edgeId: freshId('edge') };
      const { position, shift } = placeOnEdge(document(), kinds, target.edgeId, size);
      store.edit(
        (doc) => withPins(edits.insertOnEdge(doc, target.edgeId, { ...node, position }, onward, shift), kinds),
        label,
        { select: [id] },
      );
      return id;
    }
    const from = target.kind === 'outcome' ? { ...target.from, edgeId: freshId('edge') } : undefined;
    const position =
      target.kind === 'outcome' && target.at === undefined
        ? placeAfter(document(), kinds, target.from, size)
        : clearOf(boxes(document(), kinds), snap(target.at ?? { x: 0, y: 0 }), size);
    store.edit((doc) => withPins(edits.addNode(doc, { ...node, position }, from), kinds), label, { select: [id] });
    return id;
  }

  function replaceStep(nodeId: string, kind: StepKind): string {
    const config = kind.defaults(language);
    const outcomes = outcomesOf(kind, { config }).map((outcome) => outcome.id);
    const label: EditLabel = { kind: 'replace', name: nameOf(nodeId) };
    store.edit((doc) => withPins(edits.replaceType(doc, nodeId, kind.type, config, outcomes), kinds), label, {
      select: [nodeId],
    });
    return nodeId;
  }

  return {
    addStep,

    /** After what is selected, when it has a way out that leads nowhere yet; else at `fallback`. */
    addStepAfterSelection(type: string, fallback: Point): string | undefined {
      const [selected] = store.getState().selection.nodes;
      const from = selected === undefined ? undefined : freeOutcome(document(), kinds, selected);
      return addStep(type, from ? { kind: 'outcome', from } : { kind: 'free', at: fallback });
    },

    connect(from: Connector, to: string): void {
      store.edit((doc) => edits.connect(doc, from, to, freshId('edge')), { kind: 'connect', name: nameOf(to) });
    },

    reconnect(edgeId: string, from: Connector, to: string): void {
      store.edit((doc) => edits.reconnect(doc, edgeId, from, to), { kind: 'connect', name: nameOf(to) });
    },

    removeSelection(): void {
      const { nodes, edges } = store.getState().selection;
      const steps = [...nodes].filter((id) => id !== ENTRY_NODE);
      const [only] = steps;
      const label: EditLabel =
        steps.length === 0 ? { kind: 'disconnect', count: edges.size }
        : steps.length === 1 && only ? { kind: 'remove', name: nameOf(only), count: 1 }
        : { kind: 'remove', count: steps.length }; // prettier-ignore
      store.edit((doc) => edits.remove(doc, { nodes: steps, edges: [...edges] }), label, { select: [] });
    },

    disconnect(edgeId: string): void {
      store.edit((doc) => edits.disconnect(doc, [edgeId]), { kind: 'disconnect', count: 1 });
    },

    move(positions: ReadonlyMap<string, Point>): void {
      store.edit((doc) => edits.moveNodes(doc, positions), { kind: 'move', count: positions.size });
    },

    /** Steps of the keyboard: each press a little, together one undo. */
    nudge(dx: number, dy: number): void {
      const { nodes } = store.getState().selection;
      const positions = new Map<string, Point>();
      for (const box of boxes(document(), kinds))
        if (nodes.has(box.id)) positions.set(box.id, { x: box.x + dx, y: box.y + dy });
      store.edit(
        (doc) => edits.moveNodes(doc, positions),
        { kind: 'move', count: positions.size },
        { squash: 'nudge' },
      );
    },

    arrange(): void {
      store.edit((doc) => tidy(doc, kinds), { kind: 'arrange' });
    },

    /** Clipboard text of the selected steps, undefined when none are. */
    copy(): string | undefined {
      const clipping = edits.clip(document(), [...store.getState().selection.nodes]);
      return clipping && JSON.stringify(clipping, null, 2);
    },

    /** False when the text holds no steps. */
    paste(text: string, at: Point): boolean {
      const clipping = edits.parseClipping(text);
      if (!clipping) return false;
      insertClipping(clipping, snap(at), 'paste');
      return true;
    },

    duplicateSelection(): void {
      const clipping = edits.clip(document(), [...store.getState().selection.nodes]);
      if (!clipping) return;
      const left = Math.min(...clipping.nodes.map((node) => node.position.x));
      const top = Math.min(...clipping.nodes.map((node) => node.position.y));
      const all = boxes(document(), kinds);
      const mine = all.filter((box) => clipping.nodes.some((node) => node.id === box.id));
      const size = {
        width: Math.max(...mine.map((box) => box.x + box.width)) - left,
        height: Math.max(...mine.map((box) => box.y + box.height)) - top,
      };
      insertClipping(clipping, clearOf(all, { x: left, y: top + size.height + GAP.y }, size), 'duplicate');
    },

    configure(nodeId: string, config: Parameters<typeof edits.changeConfig>[2]): void {
      store.edit(
        (doc) => edits.changeConfig(doc, nodeId, config),
        { kind: 'configure', name: nameOf(nodeId) },
        { squash: `config:${nodeId}` },
      );
    },

    whenUnavailable(nodeId: string, choice: 'park' | 'failure'): void {
      store.edit((doc) => edits.changeWhenUnavailable(doc, nodeId, choice), {
        kind: 'configure',
        name: nameOf(nodeId),
      });
    },

    title(nodeId: string, title: string): void {
      store.edit(
        (doc) => edits.changeTitle(doc, nodeId, title),
        { kind: 'title', name: nameOf(nodeId) },
        { squash: `title:${nodeId}` },
      );
    },

    rename(name: string): void {
      store.edit((doc) => edits.rename(doc, name), { kind: 'rename', name });
    },

    changeEntry(entry: Parameters<typeof edits.changeEntry>[1]): void {
      store.edit((doc) => edits.changeEntry(doc, entry), { kind: 'entry' }, { squash: 'entry' });
    },

    changeExits(exits: Parameters<typeof edits.changeExits>[1]): void {
      store.edit((doc) => edits.changeExits(doc, exits), { kind: 'exits' }, { squash: 'exits' });
    },

    changeTimeZone(timeZone: string): void {
      store.edit((doc) => edits.changeTimeZone(doc, timeZone), { kind: 'timeZone', name: timeZone });
    },
  };

  function insertClipping(clipping: edits.Clipping, at: Point, kind: 'paste' | 'duplicate'): void {
    const { document: next, pasted } = edits.paste(document(), clipping, at, freshId);
    store.edit(() => withPins(next, kinds), { kind, count: pasted.length }, { select: pasted });
  }
}

/** The first way out of a step that leads nowhere yet. */
export function freeOutcome(document: JourneyDocument, kinds: StepKinds, nodeId: string): Connector | undefined {
  const leaving = edgesByOutcome(document).get(nodeId);
  if (nodeId === ENTRY_NODE) return leaving?.has(ENTERED) ? undefined : { node: ENTRY_NODE, outcome: ENTERED };
  const node = document.nodes.find((one) => one.id === nodeId);
  if (node === undefined) return undefined;
  const free = cardOf(node, kinds.get(node.type), leaving).outcomes.find((outcome) => outcome.edgeId === undefined);
  return free && { node: nodeId, outcome: free.id };
}

/** A step put on an edge takes the place of what followed, which moves one column on unless there was room between. */
function placeOnEdge(
  document: JourneyDocument,
  kinds: StepKinds,
  edgeId: string,
  size: { width: number; height: number },
) {
  const edge = document.edges.find((one) => one.id === edgeId);
  const all = boxes(document, kinds);
  const source = all.find((box) => box.id === edge?.from.node);
  const target = all.find((box) => box.id === edge?.to);
  if (!source || !target) return { position: { x: 0, y: 0 }, shift: 0 };
  const start = source.x + source.width;
  const room = target.x - start;
  const needed = size.width + 2 * GAP.x;
  if (room >= needed) {
    const middle = { x: start + (room - size.width) / 2, y: target.y };
    return { position: clearOf(all, snap(middle), size), shift: 0 };
  }
  if (room < 0) return { position: clearOf(all, snap({ x: start + GAP.x, y: target.y }), size), shift: 0 }; // the edge runs back
  return { position: snap({ x: start + GAP.x, y: target.y }), shift: Math.ceil((needed - room) / 20) * 20 };
}
