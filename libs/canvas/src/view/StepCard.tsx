import { Handle, Position, type Node, type NodeProps } from '@xyflow/react';
import { memo, useContext } from 'react';
import { useStore } from 'zustand';
import type { CardModel } from '../steps/card.js';
import type { Unavailable } from '../steps/step-kind.js';
import { fill } from '../texts/texts.js';
import type { Language } from '../words.js';
import { CardCounts } from './CardCounts.js';
import { TinyContext, useCanvas } from './context.js';
import { Glyph } from './Glyph.js';
import { OutcomeRow } from './OutcomeRow.js';
import { TinyCard } from './TinyCard.js';
import { ProblemBadge } from './ProblemBadge.js';

export type StepNode = Node<{ readonly card: CardModel }, 'step'>;

/** A step as it stands on the canvas. */
export const StepCard = memo(function StepCard({ data }: NodeProps<StepNode>) {
  const { card } = data;
  const { store, language, texts, icon } = useCanvas();
  const readOnly = useStore(store, (state) => state.readOnly);
  const tiny = useContext(TinyContext);
  const name = nameOf(card, language);
  const ghost = ghostOf(card);
  if (tiny) return <TinyCard card={card} name={name} />;
  const summary = summaryOf(card, language) || (card.kind ? '' : fill(texts.missingPlugin, { name: card.node.type }));
  return (
    <div
      className="sc-card"
      data-category={card.kind?.category ?? 'missing'}
      data-ends={card.outcomes.length === 0 || undefined}
      data-ghost={ghost}
    >
      <CardCounts nodeId={card.id} />
      <Handle type="target" position={Position.Left} id="in" isConnectable={!readOnly} style={{ top: 30 }} />
      <div className="sc-card-head">
        <span className="sc-card-icon" aria-hidden="true">
          {card.kind ? icon(card.kind.icon, card.kind) : <Glyph name="puzzle" />}
        </span>
        <span className="sc-card-words">
          <span className="sc-card-title" title={name}>
            {name}
          </span>
          {summary ? (
            <span className="sc-card-summary" title={summary}>
              {summary}
            </span>
          ) : null}
        </span>
        <ProblemBadge nodeId={card.id} />
      </div>
      {card.outcomes.length > 0 ? (
        <ul className="sc-ways">
          {card.outcomes.map((outcome) => (
            <OutcomeRow key={outcome.id} nodeId={card.id} nodeName={name} outcome={outcome} readOnly={readOnly} />
          ))}
        </ul>
      ) : null}
      {ghost ? (
        <span className="sc-ghost">
          <Glyph name="puzzle" size={12} />
          {texts.ghosts[ghost]}
        </span>
      ) : null}
    </div>
  );
}, sameCard);

/** Why the step cannot run now; undefined while it can. */
export function ghostOf({ kind }: Pick<CardModel, 'kind'>): Unavailable['state'] | undefined {
  return kind === undefined ? 'missing' : kind.unavailable?.state;
}

/** Position and dragging are React Flow's wrapper's business: the card itself changes with its model alone. */
function sameCard(a: NodeProps<StepNode>, b: NodeProps<StepNode>): boolean {
  return a.data === b.data;
}

export function nameOf({ node, kind }: Pick<CardModel, 'node' | 'kind'>, language: Language): string {
  return node.title ?? kind?.title[language] ?? node.type;
}

/** What a plugin's summary makes of a half-typed config is its affair; a throw leaves the line empty. */
export function summaryOf({ node, kind }: Pick<CardModel, 'node' | 'kind'>, language: Language): string {
  try {
    return kind?.summary(node.config, language) ?? '';
  } catch {
    return '';
  }
}
