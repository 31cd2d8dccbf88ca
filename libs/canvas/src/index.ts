export * from './edits/index.js';
export { describeEdit } from './texts/describe.js';
export { CANVAS_TEXTS, fill, type CanvasTexts } from './texts/texts.js';
export type { EditKind, EditLabel, History } from './history/history.js';
export { createActions, freeOutcome, type CanvasActions, type Target } from './store/actions.js';
export {
  createCountsStore,
  NO_COUNTS,
  type CountsState,
  type CountsStore,
  type NodeCounts,
} from './store/counts-store.js';
export { createEditorStore, type EditorState, type EditorStore, type Selection } from './store/editor-store.js';
export { createIssuesStore, setIssues, type Issue, type IssuesState, type IssuesStore } from './store/issues-store.js';
export { CARD, cardHeight, outcomesOf } from './steps/card.js';
export { boxes } from './steps/place.js';
export { kindsOfManifests, type OfferedManifest } from './steps/kinds-of-manifests.js';
export { withPins } from './steps/pins.js';
export { tidy } from './steps/tidy.js';
export {
  isOffered,
  publisherOf,
  stepKinds,
  type StepCategory,
  type StepKind,
  type StepKinds,
  type Unavailable,
} from './steps/step-kind.js';
export { AnimatedNumber } from './view/AnimatedNumber.js';
export type { EntryIcon, EntryLine, EntryWords } from './view/context.js';
export type { FlowHandle } from './view/Flow.js';
export { Glyph, type GlyphName } from './view/Glyph.js';
export { JourneyCanvas, type JourneyCanvasProps } from './view/JourneyCanvas.js';
export type { Json, JsonObject, Language, LocalText } from './words.js';
export { catalogueOf, localizedSchema, type Manifest, projectGuide, projectTools } from '@sojourn/plugin-sdk';
export {
  checkPluginManifest,
  compareVersions,
  covers,
  nodeManifestsOf,
  pluginManifestSchema,
  summaryOf,
} from '@sojourn/plugin-sdk';
export type { Capability, CredentialSpec, NodeKind, PluginManifest } from '@sojourn/plugin-sdk';
export { useStore as useCanvasStore } from 'zustand';
