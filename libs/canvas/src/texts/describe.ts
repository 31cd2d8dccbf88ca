import type { Happening } from '../store/editor-store.js';
import type { EditLabel } from '../history/history.js';
import { fill, type CanvasTexts } from './texts.js';

/** One edit in words: “Added Coupon”. */
export function describeEdit(label: EditLabel, texts: CanvasTexts): string {
  // Several removed at once have no name of their own.
  const name = label.name ?? (label.count === undefined ? '' : String(label.count));
  return fill(texts.did[label.kind], { name, n: label.count ?? 1 });
}

export function describeHappening({ verb, label }: Happening, texts: CanvasTexts): string {
  const what = describeEdit(label, texts);
  return verb === 'did' ? what : fill(verb === 'undid' ? texts.undid : texts.redid, { what });
}
