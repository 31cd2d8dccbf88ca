/** Something wrong (or doubtful) in a document, said to the person who wrote it. */
export interface Issue {
  readonly severity: 'error' | 'warning';
  /** Stable, for example `edge.unknown-outcome`. */
  readonly code: string;
  /** One sentence per language. */
  readonly message: LocalText;
  /** JSON pointer into the document, for example `/nodes/2/config/duration`. */
  readonly pointer: string;
  /** The node or edge it concerns, when there is one. */
  readonly nodeId?: string;
  readonly edgeId?: string;
}

/** The same words in both languages of the product. */
export interface LocalText {
  readonly en: string;
  readonly 'zh-CN': string;
}
export type Language = keyof LocalText;
