import type { JourneyDocument } from '@sojourn/journey';
import { applyChange, changeBetween, invertChange, isEmptyChange, type Change } from '../edits/change.js';

/** What an edit was, for the undo tooltip and the live region; `name` and `count` fill the words. */
export interface EditLabel {
  readonly kind: EditKind;
  readonly name?: string;
  readonly count?: number;
}

export type EditKind =
  | 'add' | 'move' | 'connect' | 'disconnect' | 'remove' | 'insert' | 'replace' | 'configure' | 'title'
  | 'paste' | 'duplicate' | 'arrange' | 'rename' | 'entry' | 'exits' | 'timeZone'; // prettier-ignore

export interface HistoryStep {
  readonly change: Change;
  readonly label: EditLabel;
  /** Steps with the same key, each soon after the last, are one step: typing a sentence is one undo. */
  readonly squash?: string;
  /** When it was last added to, epoch milliseconds. */
  readonly at: number;
}

export interface History {
  readonly past: readonly HistoryStep[];
  readonly future: readonly HistoryStep[];
}

export const EMPTY_HISTORY: History = { past: [], future: [] };
const LIMIT = 500;
const SQUASH_WITHIN_MS = 1_500;

export interface Recording {
  readonly label: EditLabel;
  readonly squash?: string;
  readonly at: number;
}

/** Adds the step from `before` to `after`. An edit that changed nothing is no step and leaves the redo list alone. */
export function record(
  history: History,
  before: JourneyDocument,
  after: JourneyDocument,
  recording: Recording,
): History {
  const last = history.past.at(-1);
  const joins =
    last !== undefined &&
    recording.squash !== undefined &&
    last.squash === recording.squash &&
    history.future.length === 0 &&
    recording.at - last.at <= SQUASH_WITHIN_MS;
  const start = joins ? applyChange(invertChange(last.change), before) : before;
  const change = changeBetween(start, after);
  if (isEmptyChange(changeBetween(before, after))) return history;
  const past = joins ? history.past.slice(0, -1) : history.past;
  return { past: [...past, { ...recording, change }].slice(-LIMIT), future: [] };
}

export interface Travelled {
  readonly history: History;
  readonly document: JourneyDocument;
  readonly step: HistoryStep;
}

export function undo(history: History, document: JourneyDocument): Travelled | undefined {
  const step = history.past.at(-1);
  if (step === undefined) return undefined;
  return {
    history: { past: history.past.slice(0, -1), future: [...history.future, unsquashed(step)] },
    document: applyChange(invertChange(step.change), document),
    step,
  };
}

export function redo(history: History, document: JourneyDocument): Travelled | undefined {
  const step = history.future.at(-1);
  if (step === undefined) return undefined;
  return {
    history: { past: [...history.past, step], future: history.future.slice(0, -1) },
    document: applyChange(step.change, document),
    step,
  };
}

/** A step once undone is closed: later typing must not flow into it. */
function unsquashed({ change, label, at }: HistoryStep): HistoryStep {
  return { change, label, at };
}
