import { ENTRY_NODE, type JourneyDocument, type Point } from '@sojourn/journey';
import { Position, type NodeChange, type NodeHandle } from '@xyflow/react';
import { useCallback, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { EditorState } from '../store/editor-store.js';
import {
  CARD, createCardFile, edgesByOutcome, ENTRY_CARD, ENTRY_OUTCOME, entryHeight, entryOutcomeY, outcomeY, type CardModel, type EntryModel,
} from '../steps/card.js'; // prettier-ignore
import { detourOf, sameDetour, type Detour } from '../steps/detour.js';
import type { Box } from '../steps/place.js';
import { useCanvas } from './context.js';
import type { EntryNode } from './EntryCard.js';
import { nameOf, type StepNode } from './StepCard.js';
import type { StepEdgeModel } from './StepEdge.js';

export type CanvasNode = StepNode | EntryNode;

const HANDLE = 12;
/** Middle of the way in, from the card's top. */
const IN_Y = 30;

/** The document as React Flow wants it, and React Flow's doings back into the document. Unchanged steps keep their objects. */
export function useFlow() {
  const { store, kinds, language, texts } = useCanvas();
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
      keep.set(node.id, node);
      next.push(node);
    };
    push(
      entryNode(
        document,
        selection.nodes.has(ENTRY_NODE),
        dragged.get(ENTRY_NODE),
        !readOnly,
        texts.entry,
        kept.current.get(ENTRY_NODE),
      ),
    );
    for (const card of cards(document)) {
      const position = dragged.get(card.id) ?? card.node.position;
      const selected = selection.nodes.has(card.id);
      const ariaLabel = nameOf(card, language);
      const old = kept.current.get(card.id);
      const known = old?.type === 'step' && old.data.card === card ? old : undefined;
      if (known && isSame(known, { position, selected, draggable: !readOnly, ariaLabel })) push(known);
      else push(stepNode(card, { position, selected, draggable: !readOnly, ariaLabel }, known));
    }
    kept.current = keep;
    return next;
  }, [document, selection.nodes, dragged, cards, readOnly, language, texts]);

  const keptEdges = useRef(new Map<string, StepEdgeModel>());
  const edges = useMemo(() => {
    const around = detours(document, cards(document));
    const next = document.edges.map((edge): StepEdgeModel => {
      const selected = selection.edges.has(edge.id);
      const detour = around.get(edge.id);
      const old = keptEdges.current.get(edge.id);
      const { node: source, outcome } = edge.from;
      if (
        old?.selected === selected &&
        old.reconnectable === !readOnly &&
        old.source === source &&
        old.sourceHandle === outcome &&
        old.target === edge.to &&
        sameDetour(old.data?.detour, detour)
      )
        return old;
      return {
        id: edge.id,
        type: 'step',
        source,
        sourceHandle: outcome,
        target: edge.to,
        targetHandle: 'in',
        selected,
        deletable: false,
        reconnectable: !readOnly,
        data: { outcome, detour },
      };
    });
    keptEdges.current = new Map(next.map((edge) => [edge.id, edge]));
    return next;
  }, [document, selection.edges, readOnly, cards]);

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

/** For each edge that would run under cards, the way around them. */
function detours(document: JourneyDocument, cards: readonly CardModel[]): ReadonlyMap<string, Detour> {
  const byId = new Map(cards.map((card) => [card.id, card]));
  const all = cards.map(({ id, node, width, height }): Box => ({ id, ...node.position, width, height }));
  const found = new Map<string, Detour>();
  for (const edge of document.edges) {
    const target = byId.get(edge.to);
    const start = startOf(document, byId, edge.from);
    // Between neighbours there is no room for a third.
    if (!target || !start || target.node.position.x - start.x < CARD.width) continue;
    const detour = detourOf(all, start, { x: target.node.position.x, y: target.node.position.y + IN_Y });
    if (detour) found.set(edge.id, detour);
  }
  return found;
}

function startOf(
  { entry, exits }: JourneyDocument,
  cards: ReadonlyMap<string, CardModel>,
  from: JourneyDocument['edges'][number]['from'],
): Point | undefined {
  if (from.node === ENTRY_NODE) {
    const height = entryHeight(entry.rules.length, exits.length);
    return { x: entry.position.x + ENTRY_CARD.width, y: entry.position.y + entryOutcomeY(height) };
  }
  const card = cards.get(from.node);
  const index = card?.outcomes.findIndex((outcome) => outcome.id === from.outcome) ?? -1;
  if (!card || index < 0) return undefined;
  return { x: card.node.position.x + card.width, y: card.node.position.y + outcomeY(index) };
}

const NONE: ReadonlyMap<string, { x: number; y: number }> = new Map();

interface Look {
  readonly position: { readonly x: number; readonly y: number };
  readonly selected: boolean;
  readonly draggable: boolean;
  readonly ariaLabel: string;
}

function isSame(node: CanvasNode, look: Look): boolean {
  return (
    node.selected === look.selected &&
    node.draggable === look.draggable &&
    node.ariaLabel === look.ariaLabel &&
    node.position.x === look.position.x &&
    node.position.y === look.position.y
  );
}

/** A moved or selected step is a new object around the same data: React Flow sees it, the memoised card does not. */
function stepNode(card: CardModel, look: Look, known: StepNode | undefined): StepNode {
  const { width, height } = card;
  return {
    id: card.id,
    type: 'step',
    data: known?.data ?? { card },
    width,
    height,
    // Known beforehand: nothing has to be measured, on the screen or off it.
    measured: { width, height },
    handles: known?.handles ?? stepHandles(card),
    deletable: false,
    ...look,
  };
}

function stepHandles(card: CardModel): NodeHandle[] {
  return [
    {
      id: 'in',
      type: 'target',
      position: Position.Left,
      x: -HANDLE / 2,
      y: IN_Y - HANDLE / 2,
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
  ariaLabel: string,
  old: CanvasNode | undefined,
): EntryNode {
  const { width } = ENTRY_CARD;
  const height = entryHeight(document.entry.rules.length, document.exits.length);
  const edgeId = edgesByOutcome(document).get(ENTRY_NODE)?.get(ENTRY_OUTCOME);
  const position = dragged ?? document.entry.position;
  const known = old?.type === 'entry' && old.height === height && old.data.entry.edgeId === edgeId ? old : undefined;
  if (known && isSame(known, { position, selected, draggable, ariaLabel })) return known;
  const entry: EntryModel = {
    id: ENTRY_NODE,
    position: document.entry.position,
    width,
    height,
    ...(edgeId !== undefined && { edgeId }),
  };
  return {
    id: ENTRY_NODE,
    type: 'entry',
    position,
    data: known?.data ?? { entry },
    width,
    height,
    measured: { width, height },
    handles: [
      {
        id: ENTRY_OUTCOME,
        type: 'source',
        position: Position.Right,
        x: width - HANDLE / 2,
        y: entryOutcomeY(height) - HANDLE / 2,
        width: HANDLE,
        height: HANDLE,
      },
    ],
    selected,
    draggable,
    deletable: false,
    ariaLabel,
  };
}
