import type { EditKind } from '../history/history.js';
import type { StepCategory, Unavailable } from '../steps/step-kind.js';
import type { Language } from '../words.js';
import { en } from './en.js';
import { zhCN } from './zh-CN.js';

/** Every word the canvas says by itself. `{name}` and `{n}` are filled by `fill`. */
export interface CanvasTexts {
  readonly canvas: string;
  readonly steps: string;
  readonly outline: string;
  readonly hidePanel: string;
  readonly showPanel: string;
  readonly searchSteps: string;
  readonly searchOutline: string;
  readonly nothingFound: string;
  readonly paletteHint: string;
  readonly categories: { readonly [category in StepCategory]: string };
  readonly entry: string;
  readonly entryEmpty: string;
  readonly entered: string;
  readonly countEntered: string;
  readonly countHere: string;
  readonly countParked: string;
  readonly parkedHint: string;
  readonly missingPlugin: string;
  /** On a card whose plugin cannot run, by its state. */
  readonly ghosts: { readonly [state in Unavailable['state']]: string };
  readonly byPublisher: string;
  readonly staleOutcome: string;
  readonly endsHere: string;
  readonly addAfter: string;
  readonly insertHere: string;
  readonly pickStep: string;
  readonly replaceWith: string;
  readonly connectTo: string;
  readonly problems: string;
  readonly tones: { readonly good: string; readonly bad: string; readonly neutral: string };
  readonly edge: string;
  readonly zoomIn: string;
  readonly zoomOut: string;
  readonly fit: string;
  readonly tidy: string;
  readonly minimap: string;
  readonly shortcuts: string;
  readonly close: string;
  readonly notConnected: string;
  readonly backTo: string;
  readonly empty: string;
  readonly did: { readonly [kind in EditKind]: string };
  readonly removedMany: string;
  readonly undid: string;
  readonly redid: string;
  readonly selected: string;
  readonly keys: readonly (readonly [keys: string, what: string])[];
}

export const CANVAS_TEXTS: { readonly [language in Language]: CanvasTexts } = { en, 'zh-CN': zhCN };

export function fill(text: string, values: { readonly [name: string]: string | number | undefined }): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''));
}
