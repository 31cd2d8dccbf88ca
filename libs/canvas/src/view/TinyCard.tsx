import { outcomeY, type CardModel } from '../steps/card.js';
import { useCanvas } from './context.js';

/**
 * A card of a large journey seen from far away: the same place, size and colour, without the parts that could not be
 * read or hit there. Its handles are bare marks, which is all that edges need to find their ends.
 */
export function TinyCard({ card, name }: { readonly card: CardModel; readonly name: string }) {
  const { icon } = useCanvas();
  return (
    <div
      className="sc-card sc-tiny"
      data-category={card.kind?.category ?? 'missing'}
      data-ghost={card.kind === undefined ? 'missing' : card.kind.unavailable?.state}
    >
      <i className="react-flow__handle target" data-handleid="in" data-handlepos="left" style={{ top: 24, left: -6 }} />
      <span className="sc-card-icon" aria-hidden="true">
        {icon(card.kind?.icon ?? '', card.kind)}
      </span>
      <span className="sc-card-title">{name}</span>
      {card.outcomes.map((outcome, index) => (
        <i
          key={outcome.id}
          className="react-flow__handle source"
          data-handleid={outcome.id}
          data-handlepos="right"
          style={{ top: outcomeY(index) - 6, right: -6 }}
        />
      ))}
    </div>
  );
}
