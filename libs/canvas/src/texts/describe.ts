import type { Happening } from '../store/editor-store.js';
import type { EditLabel } from '../history/history.js';
import { fill, type CanvasTexts } from './texts.js';

/** One edit in words: “Added Coupon”. */
export function describeEdit(label: EditLabel, texts: CanvasTexts): string {
  const { kind, name = '', count: n = 1 } = label;
  return fill(kind === 'remove' && name === '' ? texts.removedMany : texts.did[kind], { name, n });
}

export function describeHappening({ verb, label }: Happening, texts: CanvasTexts): string {
  const what = describeEdit(label, texts);
  return verb === 'did' ? what : fill(verb === 'undid' ? texts.undid : texts.redid, { what });
}
