import type { CanvasActions, EditorStore, IssuesStore, Language, OfferedManifest, StepKinds } from '@sojourn/canvas';
import { createContext, useContext } from 'react';
import type { DraftSaver } from './draft/draft-saver.js';
import type { JourneyView } from '../../api/index.js';

/** What every part of the editor works on. */
export interface EditorSurroundings {
  readonly journey: JourneyView;
  readonly manifests: readonly OfferedManifest[];
  readonly kinds: StepKinds;
  /** The draft's, or a read-only one of the version being looked at. */
  readonly store: EditorStore;
  /** The way of the draft to the engine. */
  readonly saver: DraftSaver;
  readonly issues: IssuesStore;
  readonly actions: CanvasActions;
  readonly language: Language;
}

export const EditorContext = createContext<EditorSurroundings | undefined>(undefined);

export function useEditor(): EditorSurroundings {
  const surroundings = useContext(EditorContext);
  if (surroundings === undefined) throw new Error('A part of the editor was drawn outside Editor');
  return surroundings;
}
