import type { JourneyDocument } from '@sojourn/journey';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { EMPTY_HISTORY, record, redo, undo, type EditLabel, type History } from '../history/history.js';

/** Ids of nodes (the entry card included) and edges that are selected. */
export interface Selection {
  readonly nodes: ReadonlySet<string>;
  readonly edges: ReadonlySet<string>;
}

export const NOTHING_SELECTED: Selection = { nodes: new Set(), edges: new Set() };

/** What happened last, for the live region; `seq` tells two alike apart. */
export interface Happening {
  readonly seq: number;
  readonly verb: 'did' | 'undid' | 'redid';
  readonly label: EditLabel;
}

export interface EditorState {
  readonly document: JourneyDocument;
  readonly history: History;
  readonly selection: Selection;
  readonly readOnly: boolean;
  readonly happening: Happening | undefined;
}

export interface EditorStore extends StoreApi<EditorState> {
  /** Applies a pure edit as one undoable step. Ignored while read-only and when nothing changes. */
  edit(change: (document: JourneyDocument) => JourneyDocument, label: EditLabel, options?: EditOptions): void;
  undo(): void;
  redo(): void;
  /** Shows another document (loaded, or an immutable version); history starts over. */
  open(document: JourneyDocument, options?: { readonly readOnly?: boolean }): void;
  select(selection: { readonly nodes?: Iterable<string>; readonly edges?: Iterable<string> }): void;
}

export interface EditOptions {
  /** See `HistoryStep.squash`. */
  readonly squash?: string;
  /** Nodes selected afterwards. */
  readonly select?: Iterable<string>;
}

/** `now` is the wall clock in epoch milliseconds; it only decides which typing belongs together. */
export function createEditorStore(document: JourneyDocument, now: () => number): EditorStore {
  const store = createStore<EditorState>(() => ({
    document,
    history: EMPTY_HISTORY,
    selection: NOTHING_SELECTED,
    readOnly: false,
    happening: undefined,
  }));
  let seq = 0;

  return {
    ...store,
    edit(change, label, options = {}) {
      const state = store.getState();
      if (state.readOnly) return;
      const next = change(state.document);
      if (next === state.document) return;
      const { squash } = options;
      const history = record(state.history, state.document, next, {
        label,
        at: now(),
        ...(squash !== undefined && { squash }),
      });
      const selection = options.select
        ? { nodes: new Set(options.select), edges: new Set<string>() }
        : pruned(state.selection, next);
      store.setState({ document: next, history, selection, happening: { seq: ++seq, verb: 'did', label } });
    },
    undo() {
      const { history, document: current, selection, readOnly } = store.getState();
      const travelled = readOnly ? undefined : undo(history, current);
      if (travelled) travel(travelled, 'undid', selection);
    },
    redo() {
      const { history, document: current, selection, readOnly } = store.getState();
      const travelled = readOnly ? undefined : redo(history, current);
      if (travelled) travel(travelled, 'redid', selection);
    },
    open(next, { readOnly = false } = {}) {
      const { selection } = store.getState();
      store.setState({
        document: next,
        history: EMPTY_HISTORY,
        selection: pruned(selection, next),
        readOnly,
        happening: undefined,
      });
    },
    select({ nodes = [], edges = [] }) {
      const { selection } = store.getState();
      const next = { nodes: new Set(nodes), edges: new Set(edges) };
      if (sameSet(next.nodes, selection.nodes) && sameSet(next.edges, selection.edges)) return;
      store.setState({ selection: next });
    },
  };

  function travel(
    travelled: NonNullable<ReturnType<typeof undo>>,
    verb: Happening['verb'],
    selection: Selection,
  ): void {
    store.setState({
      document: travelled.document,
      history: travelled.history,
      selection: pruned(selection, travelled.document),
      happening: { seq: ++seq, verb, label: travelled.step.label },
    });
  }
}

/** The selection without what the document no longer holds; the same object when all of it is still there. */
function pruned(selection: Selection, document: JourneyDocument): Selection {
  const nodes = new Set(['entry', ...document.nodes.map((node) => node.id)]);
  const edges = new Set(document.edges.map((edge) => edge.id));
  const keeps = [...selection.nodes].every((id) => nodes.has(id)) && [...selection.edges].every((id) => edges.has(id));
  if (keeps) return selection;
  return {
    nodes: new Set([...selection.nodes].filter((id) => nodes.has(id))),
    edges: new Set([...selection.edges].filter((id) => edges.has(id))),
  };
}

function sameSet(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((id) => b.has(id));
}
