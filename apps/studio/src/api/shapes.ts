export type { JourneyDocument } from '@sojourn/journey';

/** Something wrong, or doubtful, in a document. */
export interface Issue {
  readonly severity: 'error' | 'warning';
  readonly code: string;
  readonly message: { readonly en: string; readonly 'zh-CN': string };
  /** JSON pointer into the document. */
  readonly pointer: string;
  readonly nodeId?: string;
  readonly edgeId?: string;
}

interface TwoTexts {
  readonly en: string;
  readonly 'zh-CN': string;
}

/** What the engine tells about a node type: the plugin contract's manifest, as it comes over the wire. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly title: TwoTexts;
  readonly description: TwoTexts;
  readonly category: 'flow' | 'audience' | 'message' | 'incentive' | 'data' | 'developer';
  readonly icon: string;
  readonly summary: TwoTexts;
  // The config's JSON Schema and its values are open by nature; forms and the canvas read them by pointer.
  readonly config: any;
  readonly defaults: any;
  readonly outcomes: readonly OutcomeShape[];
  readonly reads: any;
  readonly reasons: Readonly<Record<string, TwoTexts>>;
  readonly permissions: readonly string[];
}

export type OutcomeShape =
  | { readonly id: string; readonly label: TwoTexts; readonly tone?: 'good' | 'bad' | 'neutral'; readonly when?: any }
  | { readonly each: string; readonly id: string; readonly label: string; readonly tone?: 'good' | 'bad' | 'neutral'; readonly when?: any };
