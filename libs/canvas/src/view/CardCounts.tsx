import { memo } from 'react';
import { useStore } from 'zustand';
import { fill } from '../texts/texts.js';
import { AnimatedNumber } from './AnimatedNumber.js';
import { useCanvas } from './context.js';

/** How many ever came to a step and how many stand on it now, in a line above the card. */
export const CardCounts = memo(function CardCounts({ nodeId }: { readonly nodeId: string }) {
  const { counts, texts, formatNumber, onParked } = useCanvas();
  const shown = useStore(counts, (state) => state.shown);
  const entered = useStore(counts, (state) => state.nodes[nodeId]?.entered ?? 0);
  const here = useStore(counts, (state) => state.nodes[nodeId]?.here ?? 0);
  const parked = useStore(counts, (state) => state.nodes[nodeId]?.parked ?? 0);
  if (!shown) return null;
  return (
    <div className="sc-counts">
      <Count text={texts.countEntered} value={entered} format={formatNumber} />
      {parked > 0 ? (
        <button
          type="button"
          className="sc-parked nodrag nopan"
          title={texts.parkedHint}
          onClick={(event) => {
            event.stopPropagation();
            onParked?.(nodeId);
          }}
        >
          <span aria-hidden="true">!</span> {fill(texts.countParked, { n: formatNumber(parked) })}
        </button>
      ) : null}
      {here > 0 ? (
        <span className="sc-here" key={here}>
          <Count text={texts.countHere} value={here} format={formatNumber} />
        </span>
      ) : null}
    </div>
  );
});

/** The words around a number, with the number itself running. */
export function Count(props: {
  readonly text: string;
  readonly value: number;
  readonly format: (value: number) => string;
}) {
  const [before = '', after = ''] = props.text.split('{n}');
  return (
    <span className="sc-count">
      {fill(before, {})}
      <AnimatedNumber value={props.value} format={props.format} />
      {after}
    </span>
  );
}
