import { useCanvasStore } from '@sojourn/canvas';
import { useEditor } from '../editor-context.js';

/** A step's own title, else that of its type. */
export function useStepName(): (nodeId: string) => string {
  const { store, kinds, language } = useEditor();
  const nodes = useCanvasStore(store, (state) => state.document.nodes);
  return (nodeId) => {
    const node = nodes.find(({ id }) => id === nodeId);
    return node ? (node.title ?? kinds.get(node.type)?.title[language] ?? node.type) : nodeId;
  };
}
