import type { JsonObject } from '@sojourn/canvas';

export interface ScriptOutcome {
  readonly id: string;
  readonly label: string;
}

/** A code node's config; what it lacks as the plugin's defaults say. */
export interface CodeConfig {
  readonly source: string;
  readonly outcomes: readonly ScriptOutcome[];
  readonly timeoutMs: number;
  readonly memoryMb: number;
  /** The only fields it may read; undefined: all. */
  readonly reads?: readonly string[];
}

export function codeConfigOf(config: JsonObject): CodeConfig {
  const { source, outcomes, timeoutMs, memoryMb, reads } = config as Partial<CodeConfig> & JsonObject;
  return {
    source: typeof source === 'string' ? source : '',
    outcomes: Array.isArray(outcomes) ? outcomes : [],
    timeoutMs: typeof timeoutMs === 'number' ? timeoutMs : 250,
    memoryMb: typeof memoryMb === 'number' ? memoryMb : 32,
    ...(Array.isArray(reads) ? { reads: reads as readonly string[] } : {}),
  };
}

/** `error` belongs to the node itself. */
export function isOutcomeId(id: string): boolean {
  return /^(?!error$)[A-Za-z][A-Za-z0-9_-]{0,39}$/.test(id);
}
