import type { JourneyNode } from '@sojourn/journey';
import type { JsonObject } from '@sojourn/kernel';

/** The type name of code nodes. */
export const CODE = 'code';

/** What a code node's config says, read with care: a draft may hold half of it. */
export interface CodeConfig {
  readonly source: string;
  readonly outcomes: readonly { readonly id: string; readonly label: string }[];
  readonly timeoutMs: number;
  readonly memoryMb: number;
  /** Fields it may read; undefined: all. */
  readonly reads: readonly string[] | undefined;
}

export function codeConfigOf({ config }: Pick<JourneyNode, 'config'>): CodeConfig {
  const { source, outcomes, timeoutMs, memoryMb, reads } = config as JsonObject;
  return {
    source: typeof source === 'string' ? source : '',
    outcomes: (Array.isArray(outcomes) ? outcomes : []).flatMap((one) => {
      const { id, label } = (typeof one === 'object' && one !== null ? one : {}) as JsonObject;
      return typeof id === 'string' && id !== '' ? [{ id, label: typeof label === 'string' ? label : id }] : [];
    }),
    timeoutMs: typeof timeoutMs === 'number' ? timeoutMs : 250,
    memoryMb: typeof memoryMb === 'number' ? memoryMb : 32,
    reads: Array.isArray(reads) ? reads.filter((one): one is string => typeof one === 'string') : undefined,
  };
}
