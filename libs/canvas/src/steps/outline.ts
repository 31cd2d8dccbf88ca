import { ENTRY_NODE, type JourneyDocument } from '@sojourn/journey';
import { cardOf, edgesByOutcome, ENTRY_OUTCOME, type CardOutcome } from './card.js';
import type { StepKinds } from './step-kind.js';

/** One line of the journey told as text: a step, reached by an outcome; or a word that the way leads on to one told before. */
export interface OutlineLine {
  readonly nodeId: string;
  /** 0 for the entry card. Chains stay level, branches go one in. */
  readonly level: number;
  /** The outcome that leads here, when the step before has several. */
  readonly via?: CardOutcome;
  /** True when the step is told elsewhere. */
  readonly again?: boolean;
}

export interface Outline {
  readonly lines: readonly OutlineLine[];
  /** Steps that no way from the entry card reaches. */
  readonly loose: readonly OutlineLine[];
}

export function outline(document: JourneyDocument, kinds: StepKinds): Outline {
  const leaving = edgesByOutcome(document);
  const nodes = new Map(document.nodes.map((node) => [node.id, node]));
  const targets = new Map(document.edges.map((edge) => [edge.id, edge.to]));
  const told = new Set<string>();

  const tell = (start: string, level: number, via?: CardOutcome): OutlineLine[] => {
    const lines: OutlineLine[] = [];
    let at: string | undefined = start;
    let by = via;
    while (at !== undefined) {
      const node = nodes.get(at);
      if (node === undefined) break;
      const again = told.has(at);
      lines.push({ nodeId: at, level, ...(by && { via: by }), ...(again && { again }) });
      if (again) break;
      told.add(at);
      const ways = cardOf(node, kinds.get(node.type), leaving.get(at)).outcomes.filter(
        (way) => way.edgeId !== undefined,
      );
      if (ways.length > 1) {
        for (const way of ways) lines.push(...tell(targets.get(way.edgeId ?? '') ?? '', level + 1, way));
        break;
      }
      by = undefined;
      at = targets.get(ways[0]?.edgeId ?? '');
    }
    return lines;
  };

  const first = targets.get(leaving.get(ENTRY_NODE)?.get(ENTRY_OUTCOME) ?? '');
  const lines = [{ nodeId: ENTRY_NODE, level: 0 }, ...(first === undefined ? [] : tell(first, 0))];
  // Steps that begin a loose chain come before those inside one.
  const entered = new Set(document.edges.map((edge) => edge.to));
  const rest = [...document.nodes].sort((a, b) => Number(entered.has(a.id)) - Number(entered.has(b.id)));
  const loose = rest.flatMap((node) => (told.has(node.id) ? [] : tell(node.id, 0)));
  return { lines, loose };
}
