import { ENTRY_NODE } from '@sojourn/journey';
import { useEffect, type RefObject } from 'react';
import { freeOutcome } from '../store/actions.js';
import { walk, WALK_START, type Direction } from '../steps/walk.js';
import { GRID } from '../steps/card.js';
import type { CanvasSurroundings } from './context.js';

interface Keyboard {
  readonly surroundings: CanvasSurroundings;
  readonly root: RefObject<HTMLElement | null>;
  readonly goTo: (nodeId: string) => void;
  readonly openConfig: (nodeId: string) => void;
  readonly fit: () => void;
  readonly showShortcuts: () => void;
}

const ARROWS: { readonly [key: string]: Direction } = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
};
const STEP: { readonly [direction in Direction]: readonly [number, number] } = {
  left: [-GRID, 0],
  right: [GRID, 0],
  up: [0, -GRID],
  down: [0, GRID],
};

/** Everything the mouse can do. Undo and redo work wherever focus is outside a text field; the rest on the canvas alone. */
export function useKeyboard({ surroundings, root, goTo, openConfig, fit, showShortcuts }: Keyboard): void {
  useEffect(() => {
    const { store, kinds, actions, pick } = surroundings;

    const onKeyDown = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement;
      if (
        event.defaultPrevented ||
        isTextField(target) ||
        target.closest('dialog, [role="dialog"], .ant-modal, .ant-drawer')
      )
        return;
      const command = event.ctrlKey || event.metaKey;
      const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
      if (command && !event.altKey && (key === 'z' || key === 'y')) {
        event.preventDefault();
        if (key === 'y' || event.shiftKey) store.redo();
        else store.undo();
        return;
      }
      const flow = root.current;
      // A click on bare canvas leaves focus with whatever holds the canvas: that is the canvas, too.
      const onCanvas = flow !== null && (flow.contains(target) || target.contains(flow));
      if (!onCanvas) return;
      if (handle(event, key, command, target)) {
        event.preventDefault();
        event.stopPropagation();
      }
    };

    const handle = (event: KeyboardEvent, key: string, command: boolean, target: HTMLElement): boolean => {
      const { selection, document: doc } = store.getState();
      const focused = target.closest<HTMLElement>('.react-flow__node, .react-flow__edge');
      const onEdge = focused?.classList.contains('react-flow__edge') === true;
      const id = focused?.dataset['id'];
      const selected = [...selection.nodes].at(-1) ?? (onEdge ? undefined : id);
      const direction = ARROWS[key];

      if (command) {
        if (key === 'a') store.select({ nodes: [ENTRY_NODE, ...doc.nodes.map((node) => node.id)] });
        else if (key === 'd') actions.duplicateSelection();
        else return false;
        return true;
      }
      if (direction !== undefined) {
        if (event.altKey) actions.nudge(...STEP[direction]);
        else {
          const next = selected === undefined ? WALK_START : walk(doc, kinds, selected, direction);
          if (next !== undefined) goTo(next);
        }
        return true;
      }
      // A button inside a card has its own Enter and Space.
      if (target.closest('button') && (key === 'Enter' || key === ' ')) return false;
      switch (key) {
        case 'Enter':
        case ' ':
          if (onEdge && id) pick({ kind: 'edge', edgeId: id }, middleOf(target));
          else if (selected !== undefined) {
            store.select({ nodes: [selected] });
            if (key === 'Enter') openConfig(selected);
          }
          return true;
        case 'Delete':
        case 'Backspace':
          if (selection.nodes.size === 0 && selection.edges.size === 0 && id !== undefined)
            store.select(onEdge ? { edges: [id] } : { nodes: [id] });
          actions.removeSelection();
          root.current?.querySelector<HTMLElement>('.react-flow__pane')?.focus();
          return true;
        case 'Escape':
          store.select({});
          return true;
        case 'a': {
          const from = selected === undefined ? undefined : freeOutcome(doc, kinds, selected);
          if (from)
            pick(
              { kind: 'outcome', from },
              middleOf(root.current?.querySelector(`[data-id="${from.node}"]`) ?? target),
            );
          return true;
        }
        case 'r':
          if (selected !== undefined && selected !== ENTRY_NODE)
            pick({ kind: 'replace', nodeId: selected }, middleOf(focused ?? target));
          return true;
        case 'f':
          if (event.shiftKey) fit();
          return event.shiftKey;
        case 'l':
          if (event.shiftKey) actions.arrange();
          return event.shiftKey;
        case '?':
          showShortcuts();
          return true;
        default:
          return false;
      }
    };

    addEventListener('keydown', onKeyDown, true);
    return () => removeEventListener('keydown', onKeyDown, true);
  }, [surroundings, root, goTo, openConfig, fit, showShortcuts]);
}

export function isTextField(element: Element): boolean {
  return (
    element.closest('input, textarea, select, [contenteditable="true"], .monaco-editor, [role="combobox"]') !== null
  );
}

function middleOf(element: Element): { x: number; y: number } {
  const { left, top, width, height } = element.getBoundingClientRect();
  return { x: left + width / 2, y: top + height / 2 };
}
