import { useEffect, type RefObject } from 'react';
import type { CanvasActions } from '../store/actions.js';
import { isTextField } from './useKeyboard.js';

/** Copy, cut and paste through the browser's own events: no permission is asked, and text fields keep theirs. */
export function useClipboard(
  actions: CanvasActions,
  root: RefObject<HTMLElement | null>,
  pasteAt: () => { x: number; y: number },
): void {
  useEffect(() => {
    const mine = (event: ClipboardEvent) => {
      const target = event.target instanceof Element ? event.target : document.body;
      const canvas = root.current;
      const here = canvas !== null && (canvas.contains(target) || target.contains(canvas));
      return here && !isTextField(target) && (getSelection()?.isCollapsed ?? true);
    };
    const copy = (event: ClipboardEvent) => {
      const text = mine(event) ? actions.copy() : undefined;
      if (text === undefined) return false;
      event.clipboardData?.setData('text/plain', text);
      event.preventDefault();
      return true;
    };
    const cut = (event: ClipboardEvent) => {
      if (copy(event)) actions.removeSelection();
    };
    const paste = (event: ClipboardEvent) => {
      if (mine(event) && actions.paste(event.clipboardData?.getData('text/plain') ?? '', pasteAt()))
        event.preventDefault();
    };
    document.addEventListener('copy', copy);
    document.addEventListener('cut', cut);
    document.addEventListener('paste', paste);
    return () => {
      document.removeEventListener('copy', copy);
      document.removeEventListener('cut', cut);
      document.removeEventListener('paste', paste);
    };
  }, [actions, root, pasteAt]);
}
