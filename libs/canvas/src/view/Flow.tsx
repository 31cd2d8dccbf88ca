import { ENTRY_NODE } from '@sojourn/journey';
import {
  Background, BackgroundVariant, MiniMap, ReactFlow, SelectionMode, useReactFlow, useStore as useFlowStore,
  type Connection, type Edge, type EdgeTypes, type FinalConnectionState, type NodeTypes, type OnNodeDrag,
} from '@xyflow/react'; // prettier-ignore
import { useCallback, useEffect, useRef, useState, type DragEvent, type FocusEvent, type RefObject } from 'react';
import { useStore } from 'zustand';
import { canConnect } from '../edits/connect.js';
import { GRID } from '../steps/card.js';
import { boxes, underPointer } from '../steps/place.js';
import type { Target } from '../store/actions.js';
import { Controls } from './Controls.js';
import { TinyContext, useCanvas } from './context.js';
import { EntryCard } from './EntryCard.js';
import { glide } from './glide.js';
import { STEP_DRAG_TYPE } from './Palette.js';
import { StepCard } from './StepCard.js';
import { StepEdge, type StepEdgeModel } from './StepEdge.js';
import { useClipboard } from './useClipboard.js';
import { useFlow, type CanvasNode } from './useFlow.js';
import { useKeyboard } from './useKeyboard.js';
import '@xyflow/react/dist/base.css';

const NODE_TYPES: NodeTypes = { step: StepCard, entry: EntryCard };
const EDGE_TYPES: EdgeTypes = { step: StepEdge };
const SNAP: [number, number] = [GRID, GRID];
const FIT = { padding: 0.12, maxZoom: 1, minZoom: 0.05 };
/** The smallest scale at which a card's text can be read. */
const READABLE = 0.7;
/** Beyond this, cards off the screen are not in the DOM. */
const MANY = 120;
/** Room kept around a card that is brought into view: its counts stand above it, its `+` beside it. */
const MARGIN = 48;

export interface FlowHandle {
  /** Brings a step into view, if it is not, and focuses it when asked. */
  reveal(nodeId: string, options?: { readonly focus?: boolean }): void;
  /** Middle of what is seen, in the document's coordinates. */
  centre(): { x: number; y: number };
  fit(): void;
}

interface FlowProps {
  readonly root: RefObject<HTMLDivElement | null>;
  readonly handle: { current: FlowHandle | null };
  readonly onOpenConfig: (nodeId: string) => void;
  readonly onShortcuts: () => void;
}

export function Flow({ root, handle, onOpenConfig, onShortcuts }: FlowProps) {
  const surroundings = useCanvas();
  const { store, actions, kinds, texts, pick } = surroundings;
  const { nodes, edges, onNodesChange, onEdgesChange, dropDragged, empty } = useFlow();
  const readOnly = useStore(store, (state) => state.readOnly);
  const { fitView, screenToFlowPosition, getViewport, setViewport } = useReactFlow<CanvasNode, StepEdgeModel>();
  const far = useFlowStore((state) => state.transform[2] < 0.48);
  const small = useFlowStore((state) => state.transform[2] < 0.3);
  const many = nodes.length > MANY;
  const [minimap, setMinimap] = useState(false);
  const view = useRef<HTMLDivElement>(null);
  const pointer = useRef<{ x: number; y: number }>(undefined);

  const centre = useCallback(() => {
    const { left = 0, top = 0, width = 0, height = 0 } = view.current?.getBoundingClientRect() ?? {};
    return screenToFlowPosition({ x: left + width / 2, y: top + height / 2 });
  }, [screenToFlowPosition]);

  const sizeOf = useCallback(
    (nodeId: string) =>
      boxes(store.getState().document, kinds).find((box) => box.id === nodeId) ?? { width: 0, height: 0 },
    [store, kinds],
  );
  const reveal = useCallback(
    (nodeId: string, { focus = false } = {}) => {
      // One frame later the document's newest card has its place.
      requestAnimationFrame(() => {
        const { document: doc } = store.getState();
        const position =
          nodeId === ENTRY_NODE ? doc.entry.position : doc.nodes.find((node) => node.id === nodeId)?.position;
        const bounds = view.current?.getBoundingClientRect();
        if (!position || !bounds) return;
        const size = sizeOf(nodeId);
        const { x, y, zoom } = getViewport();
        const shift = (start: number, length: number, room: number) => {
          const before = MARGIN - start;
          const after = start + length + MARGIN - room;
          return before > 0 ? before : after > 0 ? -Math.min(after, start - MARGIN) : 0;
        };
        const dx = shift(position.x * zoom + x, size.width * zoom, bounds.width);
        const dy = shift(position.y * zoom + y, size.height * zoom, bounds.height);
        if (dx !== 0 || dy !== 0) void setViewport({ x: x + dx, y: y + dy, zoom }, glide(200));
        if (focus)
          view.current
            ?.querySelector<HTMLElement>(`.react-flow__node[data-id="${nodeId}"]`)
            ?.focus({ preventScroll: true });
      });
    },
    [store, sizeOf, getViewport, setViewport],
  );
  /** All of it when that can be read; of a large journey its beginning, and not a picture of dots. */
  const start = useCallback(() => {
    const all = boxes(store.getState().document, kinds);
    const bounds = view.current?.getBoundingClientRect();
    const entry = all.find((box) => box.id === ENTRY_NODE);
    if (!bounds || !entry) return;
    const width = Math.max(...all.map((box) => box.x + box.width)) - Math.min(...all.map((box) => box.x));
    const height = Math.max(...all.map((box) => box.y + box.height)) - Math.min(...all.map((box) => box.y));
    const zoom = Math.min(bounds.width / width, bounds.height / height) * (1 - FIT.padding);
    if (zoom >= READABLE) void fitView(FIT);
    else {
      const x = 64 - entry.x * READABLE;
      const y = bounds.height / 2 - (entry.y + entry.height / 2) * READABLE;
      void setViewport({ x, y, zoom: READABLE });
    }
  }, [store, kinds, fitView, setViewport]);
  const fit = useCallback(() => void fitView({ ...FIT, ...glide(200) }), [fitView]);

  useEffect(() => {
    handle.current = { reveal, centre, fit };
    return () => {
      handle.current = null;
    };
  }, [handle, reveal, centre, fit]);

  const goTo = useCallback(
    (nodeId: string) => {
      store.select({ nodes: [nodeId] });
      reveal(nodeId, { focus: true });
    },
    [store, reveal],
  );
  useKeyboard({ surroundings, root, goTo, openConfig: onOpenConfig, fit, showShortcuts: onShortcuts });
  const pasteAt = useCallback(
    () => (pointer.current ? screenToFlowPosition(pointer.current) : centre()),
    [screenToFlowPosition, centre],
  );
  useClipboard(actions, root, pasteAt);

  const isValidConnection = useCallback(
    (connection: Connection | Edge) =>
      canConnect(
        store.getState().document,
        { node: connection.source, outcome: connection.sourceHandle ?? '' },
        connection.target,
      ),
    [store],
  );
  const onConnect = useCallback(
    ({ source, sourceHandle, target }: Connection) => {
      if (sourceHandle !== null) actions.connect({ node: source, outcome: sourceHandle }, target);
    },
    [actions],
  );
  const onReconnect = useCallback(
    (edge: Edge, { source, sourceHandle, target }: Connection) => {
      if (sourceHandle !== null) actions.reconnect(edge.id, { node: source, outcome: sourceHandle }, target);
    },
    [actions],
  );
  const onConnectEnd = useCallback(
    (event: MouseEvent | TouchEvent, state: FinalConnectionState) => {
      const { fromHandle, fromNode } = state;
      if (state.isValid || !fromNode || fromHandle?.type !== 'source' || !fromHandle.id) return;
      const { clientX: x, clientY: y } =
        'changedTouches' in event ? (event.changedTouches[0] ?? { clientX: 0, clientY: 0 }) : event;
      const over = document.elementFromPoint(x, y);
      // Let go over a card: a refused connection, not a wish for a new step.
      if (!over?.closest('.react-flow__pane')) return;
      const at = underPointer(screenToFlowPosition({ x, y }));
      pick(
        { kind: 'outcome', from: { node: fromNode.id, outcome: fromHandle.id }, at: { x: at.x + 120, y: at.y } },
        { x, y },
      );
    },
    [pick, screenToFlowPosition],
  );
  const onNodeDragStop = useCallback<OnNodeDrag<CanvasNode>>(
    (_, __, dragged) => {
      actions.move(new Map(dragged.map((node) => [node.id, node.position])));
      dropDragged();
    },
    [actions, dropDragged],
  );

  /** Whoever tabs through the drawing selects what they come to, as a click would. */
  const selectFocused = useCallback(
    ({ target }: FocusEvent) => {
      const node = target.matches('.react-flow__node:focus-visible')
        ? (target as HTMLElement).dataset['id']
        : undefined;
      if (node !== undefined && !store.getState().selection.nodes.has(node)) store.select({ nodes: [node] });
    },
    [store],
  );
  const [over, setOver] = useState<string>();
  const onDragOver = useCallback(
    (event: DragEvent) => {
      if (readOnly || !event.dataTransfer.types.includes(STEP_DRAG_TYPE)) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = 'copy';
      const target = targetAt(event);
      setOver(target?.kind === 'edge' ? target.edgeId : undefined);
    },
    [readOnly],
  );
  const onDrop = useCallback(
    (event: DragEvent) => {
      const type = event.dataTransfer.getData(STEP_DRAG_TYPE);
      setOver(undefined);
      if (type === '' || readOnly) return;
      event.preventDefault();
      const at = underPointer(screenToFlowPosition({ x: event.clientX, y: event.clientY }));
      actions.addStep(type, targetAt(event) ?? { kind: 'free', at });
    },
    [actions, readOnly, screenToFlowPosition],
  );

  const shownEdges =
    over === undefined ? edges : edges.map((edge) => (edge.id === over ? { ...edge, className: 'is-target' } : edge));
  return (
    <div
      ref={view}
      className="sc-flow"
      data-far={far || undefined}
      data-read-only={readOnly || undefined}
      onFocus={selectFocused}
      onDragOver={onDragOver}
      onDragLeave={() => setOver(undefined)}
      onDrop={onDrop}
      onPointerMove={(event) => {
        pointer.current = { x: event.clientX, y: event.clientY };
      }}
      onPointerLeave={() => {
        pointer.current = undefined;
      }}
    >
      <TinyContext value={many && small}>
        <ReactFlow<CanvasNode, StepEdgeModel>
          aria-label={texts.canvas}
          nodes={nodes}
          edges={shownEdges}
          nodeTypes={NODE_TYPES}
          edgeTypes={EDGE_TYPES}
          onNodesChange={onNodesChange}
          onEdgesChange={onEdgesChange}
          onConnect={onConnect}
          onConnectEnd={onConnectEnd}
          onReconnect={onReconnect}
          onNodeDragStop={onNodeDragStop}
          onNodeDoubleClick={(_, node) => onOpenConfig(node.id)}
          isValidConnection={isValidConnection}
          onlyRenderVisibleElements={many}
          nodesConnectable={!readOnly}
          deleteKeyCode={null}
          multiSelectionKeyCode={['Shift', 'Meta', 'Control']}
          selectionMode={SelectionMode.Partial}
          disableKeyboardA11y
          snapToGrid
          snapGrid={SNAP}
          connectionRadius={32}
          connectOnClick={false}
          onInit={start}
          minZoom={0.05}
          maxZoom={1.75}
        >
          <Background variant={BackgroundVariant.Dots} gap={GRID} size={1.5} />
          {minimap ? (
            <MiniMap<CanvasNode>
              pannable
              zoomable
              ariaLabel={texts.minimap}
              nodeColor={(node) => miniColor(node, kinds)}
              nodeBorderRadius={12}
            />
          ) : null}
        </ReactFlow>
      </TinyContext>
      <Controls
        readOnly={readOnly}
        minimap={minimap}
        onMinimap={() => setMinimap((on) => !on)}
        onFit={fit}
        onTidy={() => {
          actions.arrange();
          requestAnimationFrame(fit);
        }}
        onShortcuts={onShortcuts}
      />
      {empty && !readOnly ? <p className="sc-flow-empty">{texts.empty}</p> : null}
    </div>
  );
}

/** What lies under a dragged step: a way out that leads nowhere, or an edge to be parted. */
function targetAt(event: { clientX: number; clientY: number }): Target | undefined {
  for (const element of document.elementsFromPoint(event.clientX, event.clientY)) {
    const way = element.closest<HTMLElement>('.sc-way[data-free]');
    const { node, outcome } = way?.dataset ?? {};
    if (node !== undefined && outcome !== undefined) return { kind: 'outcome', from: { node, outcome } };
    const edgeId = element.closest<HTMLElement>('.react-flow__edge')?.dataset['id'];
    if (edgeId !== undefined) return { kind: 'edge', edgeId };
  }
  return undefined;
}

function miniColor(node: CanvasNode, kinds: ReturnType<typeof useCanvas>['kinds']): string {
  const category = node.type === 'entry' ? 'entry' : (kinds.get(node.data.card.node.type)?.category ?? 'flow');
  return `var(--sj-category-${category}-border)`;
}
