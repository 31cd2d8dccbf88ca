import { ENTRY_NODE } from '@sojourn/journey';
import { Position, type NodeChange, type NodeHandle } from '@xyflow/react';
import { useCallback, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { EditorState } from '../store/editor-store.js';
import {
  createCardFile, edgesByOutcome, ENTRY_CARD, ENTRY_OUTCOME, entryHeight, entryOutcomeY, outcomeY, type CardModel, type EntryModel,
} from '../steps/card.js'; // prettier-ignore
import { useCanvas } from './context.js';
import type { EntryNode } from './EntryCard.js';
import { nameOf, type StepNode } from './StepCard.js';
import type { StepEdgeModel } from './StepEdge.js';

export type CanvasNode = StepNode | EntryNode;

const HANDLE = 12;

/** The document as React Flow wants it, and React Flow's doings back into the document. Unchanged steps keep their objects. */
export function useFlow() {
  const { store, kinds, language } = useCanvas();
  const document = useStore(store, (state) => state.document);
  const selection = useStore(store, (state) => state.selection);
  const readOnly = useStore(store, (state) => state.readOnly);
  /** Where dragged nodes are for the moment; the document hears of it when they are let go. */
  const [dragged, setDragged] = useState<ReadonlyMap<string, { x: number; y: number }>>(NONE);
  const cards = useMemo(() => createCardFile(kinds), [kinds]);
  const kept = useRef(new Map<string, CanvasNode>());

  const nodes = useMemo(() => {
    const next: CanvasNode[] = [];
    const keep = new Map<string, CanvasNode>();
    const push = (node: CanvasNode) => {
      const old = kept.current.get(node.id);
      const same =
        old !== undefined &&
        sameData(old, node) &&
        old.selected === node.selected &&
        old.draggable === node.draggable &&
        old.ariaLabel === node.ariaLabel &&
        old.position.x === node.position.x &&
        old.position.y === node.position.y;
      // Selected and moved nodes are new objects around the same data: React Flow sees them, the memoised card does not.
      const shown = same ? old : old && sameData(old, node) ? ({ ...node, data: old.data } as CanvasNode) : node;
      keep.set(node.id, shown);
      next.push(shown);
    };
    push(entryNode(document, selection.nodes.has(ENTRY_NODE), dragged.get(ENTRY_NODE), !readOnly));
    for (const card of cards(document)) {
      push({
        id: card.id,
        type: 'step',
        position: dragged.get(card.id) ?? card.node.position,
        data: { card },
        width: card.width,
        height: card.height,
        handles: stepHandles(card),
        selected: selection.nodes.has(card.id),
        draggable: !readOnly,
        deletable: false,
        ariaLabel: nameOf(card, language),
      });
    }
    kept.current = keep;
    return next;
  }, [document, selection.nodes, dragged, cards, readOnly, language]);

  const edges = useMemo(
    () =>
      document.edges.map((edge): StepEdgeModel => ({
        id: edge.id,
        type: 'step',
        source: edge.from.node,
        sourceHandle: edge.from.outcome,
        target: edge.to,
        targetHandle: 'in',
        selected: selection.edges.has(edge.id),
        deletable: false,
        reconnectable: !readOnly,
        data: { outcome: edge.from.outcome, tone: 'neutral' },
      })),
    [document.edges, selection.edges, readOnly],
  );

  const onNodesChange = useCallback(
    (changes: NodeChange<CanvasNode>[]) => {
      const { selection: before } = store.getState();
      let ids: Set<string> | undefined;
      const moved = new Map<string, { x: number; y: number }>();
      for (const change of changes) {
        if (change.type === 'select') {
          ids ??= new Set(before.nodes);
          if (change.selected) ids.add(change.id);
          else ids.delete(change.id);
        } else if (change.type === 'position' && change.position && change.dragging)
          moved.set(change.id, change.position);
      }
      if (ids) store.select({ nodes: ids, edges: before.edges });
      if (moved.size > 0) setDragged((old) => new Map([...old, ...moved]));
    },
    [store],
  );

  const onEdgesChange = useCallback(
    (changes: readonly { type: string; id?: string; selected?: boolean }[]) => {
      const { selection: before } = store.getState();
      const ids = new Set(before.edges);
      for (const change of changes) {
        if (change.type !== 'select' || change.id === undefined) continue;
        if (change.selected) ids.add(change.id);
        else ids.delete(change.id);
      }
      store.select({ nodes: before.nodes, edges: ids });
    },
    [store],
  );

  const dropDragged = useCallback(() => setDragged(NONE), []);
  return { nodes, edges, onNodesChange, onEdgesChange, dropDragged, empty: document.nodes.length === 0 };
}

const NONE: ReadonlyMap<string, { x: number; y: number }> = new Map();

function sameData(a: CanvasNode, b: CanvasNode): boolean {
  if (a.type === 'step' && b.type === 'step') return a.data.card === b.data.card;
  if (a.type === 'entry' && b.type === 'entry') {
    return a.data.entry.height === b.data.entry.height && a.data.entry.edgeId === b.data.entry.edgeId;
  }
  return false;
}

function stepHandles(card: CardModel): NodeHandle[] {
  return [
    {
      id: 'in',
      type: 'target',
      position: Position.Left,
      x: -HANDLE / 2,
      y: 30 - HANDLE / 2,
      width: HANDLE,
      height: HANDLE,
    },
    ...card.outcomes.map((outcome, index): NodeHandle => ({
      id: outcome.id,
      type: 'source',
      position: Position.Right,
      x: card.width - HANDLE / 2,
      y: outcomeY(index) - HANDLE / 2,
      width: HANDLE,
      height: HANDLE,
    })),
  ];
}

function entryNode(
  document: EditorState['document'],
  selected: boolean,
  dragged: { x: number; y: number } | undefined,
  draggable: boolean,
): EntryNode {
  const height = entryHeight(document.entry.rules.length, document.exits.length);
  const edgeId = edgesByOutcome(document).get(ENTRY_NODE)?.get(ENTRY_OUTCOME);
  const entry: EntryModel = {
    id: ENTRY_NODE,
    position: document.entry.position,
    width: ENTRY_CARD.width,
    height,
    ...(edgeId !== undefined && { edgeId }),
  };
  return {
    id: ENTRY_NODE,
    type: 'entry',
    position: dragged ?? document.entry.position,
    data: { entry },
    width: ENTRY_CARD.width,
    height,
    handles: [
      {
        id: ENTRY_OUTCOME,
        type: 'source',
        position: Position.Right,
        x: ENTRY_CARD.width - HANDLE / 2,
        y: entryOutcomeY(height) - HANDLE / 2,
        width: HANDLE,
        height: HANDLE,
      },
    ],
    selected,
    draggable,
    deletable: false,
  };
}
