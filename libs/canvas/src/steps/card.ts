import {
  ENTERED,
  ENTRY_NODE,
  type JourneyDocument,
  type JourneyNode,
  type Outcome,
  type Point,
} from '@sojourn/journey';
import type { StepKind, StepKinds } from './step-kind.js';

/** Sizes are fixed and known without the DOM: layout, edges and off-screen cards need no measuring. 4 px grid. */
export const CARD = { width: 240, head: 60, row: 28, foot: 8 } as const;
export const ENTRY_CARD = { width: 264, head: 48, rule: 44, line: 28, row: 32, foot: 4 } as const;
export const GRID = 20;

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A way out as it is drawn on a card. */
export interface CardOutcome extends Outcome {
  /** Where it leads, if anywhere. */
  readonly edgeId?: string;
  /** An edge leaves by it although the step no longer has it: shown so that it can be mended. */
  readonly stale?: boolean;
}

/** Everything a card draws that comes from the document. Kept for as long as nothing of it changes, so cards stay memoised. */
export interface CardModel extends Size {
  readonly id: string;
  readonly node: JourneyNode;
  /** Absent when the plugin is not installed. */
  readonly kind: StepKind | undefined;
  readonly outcomes: readonly CardOutcome[];
}

export interface EntryModel extends Size {
  readonly id: typeof ENTRY_NODE;
  readonly position: Point;
  readonly edgeId?: string;
}

export type EdgesByOutcome = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** Node id -> outcome id -> edge id. */
export function edgesByOutcome(document: Pick<JourneyDocument, 'edges'>): EdgesByOutcome {
  const byNode = new Map<string, Map<string, string>>();
  for (const edge of document.edges) {
    const outcomes = byNode.get(edge.from.node);
    if (outcomes) outcomes.set(edge.from.outcome, edge.id);
    else byNode.set(edge.from.node, new Map([[edge.from.outcome, edge.id]]));
  }
  return byNode;
}

const NO_EDGES: ReadonlyMap<string, string> = new Map();

/** Draws up cards and remembers them: asking again for an unchanged step gives the same object. */
export function createCardFile(kinds: StepKinds) {
  let kept = new Map<string, { card: CardModel; edges: string }>();
  return (document: JourneyDocument): readonly CardModel[] => {
    const byNode = edgesByOutcome(document);
    const next: typeof kept = new Map();
    const cards = document.nodes.map((node) => {
      const leaving = byNode.get(node.id) ?? NO_EDGES;
      const edges = [...leaving].map(([outcome, edge]) => `${outcome}\t${edge}`).join('\n');
      const old = kept.get(node.id);
      const entry =
        old?.card.node === node && old.edges === edges
          ? old
          : { card: cardOf(node, kinds.get(node.type), leaving), edges };
      next.set(node.id, entry);
      return entry.card;
    });
    kept = next;
    return cards;
  };
}

export function cardOf(
  node: JourneyNode,
  kind: StepKind | undefined,
  leaving: ReadonlyMap<string, string> = NO_EDGES,
): CardModel {
  const own = outcomesOf(kind, node);
  const outcomes: CardOutcome[] = own.map((outcome) => {
    const edgeId = leaving.get(outcome.id);
    return edgeId === undefined ? outcome : { ...outcome, edgeId };
  });
  for (const [id, edgeId] of leaving) {
    if (own.some((outcome) => outcome.id === id)) continue;
    // Of a type that nobody knows, edges are all that tells its ways out.
    outcomes.push({ id, label: { en: id, 'zh-CN': id }, edgeId, ...(kind !== undefined && { stale: true }) });
  }
  return { id: node.id, node, kind, outcomes, width: CARD.width, height: cardHeight(outcomes.length) };
}

/** A config half-typed may make a plugin's outcomes throw; the card then shows none rather than taking the canvas down. */
export function outcomesOf(kind: StepKind | undefined, node: Pick<JourneyNode, 'config'>): readonly Outcome[] {
  if (kind === undefined) return [];
  try {
    return kind.outcomes(node.config);
  } catch {
    return [];
  }
}

export function cardHeight(outcomes: number): number {
  return CARD.head + (outcomes === 0 ? 0 : outcomes * CARD.row + CARD.foot);
}

/** Height of the entry card for so many rules and exits. */
export function entryHeight(rules: number, exits: number): number {
  const { head, rule, line, row, foot } = ENTRY_CARD;
  return head + Math.max(1, rules) * rule + (1 + exits) * line + row + foot;
}

/** Middle of an outcome's row, from the card's top. */
export function outcomeY(index: number): number {
  return CARD.head + CARD.row * index + CARD.row / 2;
}

export function entryOutcomeY(height: number): number {
  return height - ENTRY_CARD.foot - ENTRY_CARD.row / 2;
}

export const ENTRY_OUTCOME = ENTERED;
