import { createContext, useContext, type ReactNode } from 'react';
import type { CanvasActions, Target } from '../store/actions.js';
import type { CountsStore } from '../store/counts-store.js';
import type { EditorStore } from '../store/editor-store.js';
import type { IssuesStore } from '../store/issues-store.js';
import type { StepKind, StepKinds } from '../steps/step-kind.js';
import type { CanvasTexts } from '../texts/texts.js';
import type { Language } from '../words.js';

/** One line of the entry card, already in words. */
export interface EntryLine {
  readonly id: string;
  readonly icon: EntryIcon;
  readonly text: string;
}

export type EntryIcon = 'event' | 'segment' | 'api' | 'schedule' | 'date' | 'again' | 'goal' | 'leave';

export interface EntryWords {
  readonly rules: readonly EntryLine[];
  readonly reentry: string;
  readonly exits: readonly EntryLine[];
}

/** Changes only with language or node types, so that it re-renders no card by itself. */
export interface CanvasSurroundings {
  readonly store: EditorStore;
  readonly counts: CountsStore;
  readonly issues: IssuesStore;
  readonly kinds: StepKinds;
  readonly actions: CanvasActions;
  readonly language: Language;
  readonly texts: CanvasTexts;
  readonly icon: (name: string, kind?: StepKind) => ReactNode;
  /** Asks for a step to put at `target`; `near` is a place on the screen. */
  readonly pick: (target: Target, near: { readonly x: number; readonly y: number }) => void;
  readonly formatNumber: (value: number) => string;
  /** Shows the runs that are parked at a step. */
  readonly onParked: ((nodeId: string) => void) | undefined;
}

export const CanvasContext = createContext<CanvasSurroundings | undefined>(undefined);

export function useCanvas(): CanvasSurroundings {
  const surroundings = useContext(CanvasContext);
  if (surroundings === undefined) throw new Error('A part of the canvas was drawn outside JourneyCanvas');
  return surroundings;
}

export const EntryWordsContext = createContext<EntryWords>({ rules: [], reentry: '', exits: [] });

/** Whether a large journey is seen from so far that cards and edges show their shapes alone. */
export const TinyContext = createContext(false);
