import { memo } from 'react';
import { useStore } from 'zustand';
import { fill } from '../texts/texts.js';
import { useCanvas } from './context.js';
import { Glyph } from './Glyph.js';

/** Shown on a card with problems; what they are stands in its tooltip and in the problems panel. */
export const ProblemBadge = memo(function ProblemBadge({ nodeId }: { readonly nodeId: string }) {
  const { issues, language, texts } = useCanvas();
  const mine = useStore(issues, (state) => state.byNode.get(nodeId));
  if (mine === undefined || mine.length === 0) return null;
  const severity = mine.some((issue) => issue.severity === 'error') ? 'error' : 'warning';
  const words = mine.map((issue) => issue.message[language]).join('\n');
  return (
    <span
      className="sc-problem"
      data-severity={severity}
      title={words}
      role="img"
      aria-label={`${fill(texts.problems, { n: mine.length })}: ${words}`}
    >
      <Glyph name={severity} size={14} />
    </span>
  );
});
