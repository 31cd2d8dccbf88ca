import { ReactFlowProvider } from '@xyflow/react';
import { useCallback, useMemo, useRef, useState, type ReactNode } from 'react';
import { createActions, type Target } from '../store/actions.js';
import type { CountsStore } from '../store/counts-store.js';
import type { EditorStore } from '../store/editor-store.js';
import type { IssuesStore } from '../store/issues-store.js';
import type { StepKind, StepKinds } from '../steps/step-kind.js';
import { CANVAS_TEXTS } from '../texts/texts.js';
import type { Language } from '../words.js';
import { CanvasContext, EntryWordsContext, type CanvasSurroundings, type EntryWords } from './context.js';
import { Flow, type FlowHandle } from './Flow.js';
import { LiveRegion } from './LiveRegion.js';
import { Picker, type Asking } from './Picker.js';
import { ShortcutTable } from './ShortcutTable.js';
import { SidePanel } from './SidePanel.js';
import './canvas.css';
import './panels.css';

export interface JourneyCanvasProps {
  readonly store: EditorStore;
  readonly counts: CountsStore;
  readonly issues: IssuesStore;
  readonly kinds: StepKinds;
  readonly language: Language;
  /** The entry card's rules, in words. */
  readonly entryWords: EntryWords;
  /** Draws a node type's icon: its plugin's own, or the one of that name. */
  readonly icon: (name: string, kind?: StepKind) => ReactNode;
  /** Fresh ids; `kind` is a node type or `edge`. */
  readonly freshId: (kind: string) => string;
  /** Enter or double click on a step: show its settings and put the cursor there. */
  readonly onOpenConfig: (nodeId: string) => void;
  /** A click on how many are parked at a step. */
  readonly onParked?: (nodeId: string) => void;
  /** Lets the page bring a step into view (a click in its problems panel). */
  readonly handle?: { current: FlowHandle | null };
}

/** The journey as a drawing to work on: palette and outline, the flow, pickers, keyboard, announcements. */
export function JourneyCanvas(props: JourneyCanvasProps) {
  const { store, counts, issues, kinds, language, icon, freshId, onOpenConfig, onParked } = props;
  const root = useRef<HTMLDivElement>(null);
  const own = useRef<FlowHandle | null>(null);
  const flow = props.handle ?? own;
  const [asking, setAsking] = useState<Asking>();
  const [shortcuts, setShortcuts] = useState(false);

  const actions = useMemo(() => createActions({ store, kinds, language, freshId }), [store, kinds, language, freshId]);
  const pick = useCallback((target: Target, near: { readonly x: number; readonly y: number }) => {
    const bounds = root.current?.getBoundingClientRect();
    setAsking({ target, x: near.x - (bounds?.left ?? 0), y: near.y - (bounds?.top ?? 0) });
  }, []);
  const surroundings = useMemo((): CanvasSurroundings => {
    const numbers = new Intl.NumberFormat(language);
    return {
      store, counts, issues, kinds, actions, language, icon, pick, onParked,
      texts: CANVAS_TEXTS[language],
      formatNumber: (value) => numbers.format(value),
    }; // prettier-ignore
  }, [store, counts, issues, kinds, actions, language, icon, pick, onParked]);

  const close = useCallback(() => setAsking(undefined), []);
  const onStep = useCallback(
    (type: string) => {
      setAsking(undefined);
      const id = asking && actions.addStep(type, asking.target);
      if (id !== undefined) flow.current?.reveal(id, { focus: true });
    },
    [asking, actions, flow],
  );
  const onConnect = useCallback(
    (nodeId: string) => {
      setAsking(undefined);
      if (asking?.target.kind === 'outcome') actions.connect(asking.target.from, nodeId);
    },
    [asking, actions],
  );
  const onAdd = useCallback(
    (type: string) => {
      const id = actions.addStepAfterSelection(type, flow.current?.centre() ?? { x: 0, y: 0 });
      if (id !== undefined) flow.current?.reveal(id);
    },
    [actions, flow],
  );
  const onGo = useCallback(
    (nodeId: string) => {
      store.select({ nodes: [nodeId] });
      flow.current?.reveal(nodeId);
    },
    [store, flow],
  );

  return (
    <CanvasContext value={surroundings}>
      <EntryWordsContext value={props.entryWords}>
        <ReactFlowProvider>
          <div ref={root} className="sc-canvas">
            <SidePanel onAdd={onAdd} onGo={onGo} />
            <Flow root={root} handle={flow} onOpenConfig={onOpenConfig} onShortcuts={() => setShortcuts(true)} />
            {asking ? (
              <Picker
                asking={asking}
                bounds={root.current?.getBoundingClientRect() ?? { width: 0, height: 0 }}
                onStep={onStep}
                onConnect={onConnect}
                onClose={close}
              />
            ) : null}
            {shortcuts ? <ShortcutTable onClose={() => setShortcuts(false)} /> : null}
            <LiveRegion />
          </div>
        </ReactFlowProvider>
      </EntryWordsContext>
    </CanvasContext>
  );
}
