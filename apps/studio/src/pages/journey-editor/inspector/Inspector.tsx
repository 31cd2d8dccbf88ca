import { ENTRY_NODE } from '@sojourn/journey';
import { useCanvasStore } from '@sojourn/canvas';
import { useEditor } from '../editor-context.js';
import { EntryInspector } from '../entry/EntryInspector.js';
import { StepInspector } from './StepInspector.js';

/** The settings of the one thing that is selected; with none or several selected the canvas has the room. */
export function Inspector() {
  const { store } = useEditor();
  const selected = useCanvasStore(store, (state) =>
    state.selection.nodes.size === 1 ? [...state.selection.nodes][0] : undefined,
  );
  if (selected === undefined) return null;
  return selected === ENTRY_NODE ? <EntryInspector /> : <StepInspector key={selected} nodeId={selected} />;
}
