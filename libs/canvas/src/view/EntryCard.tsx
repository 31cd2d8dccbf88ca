import { ENTRY_NODE } from '@sojourn/journey';
import { Handle, Position, type Node, type NodeProps } from '@xyflow/react';
import { memo, useContext } from 'react';
import { useStore } from 'zustand';
import { ENTRY_OUTCOME, type EntryModel } from '../steps/card.js';
import { fill } from '../texts/texts.js';
import { Count } from './CardCounts.js';
import { EntryWordsContext, useCanvas } from './context.js';
import { Glyph } from './Glyph.js';
import { ProblemBadge } from './ProblemBadge.js';

export type EntryNode = Node<{ readonly entry: EntryModel }, 'entry'>;

/** Who comes in, when again, and what takes them out, in words. */
export const EntryCard = memo(
  function EntryCard({ data }: NodeProps<EntryNode>) {
    const { store, texts, pick } = useCanvas();
    const words = useContext(EntryWordsContext);
    const readOnly = useStore(store, (state) => state.readOnly);
    return (
      <div className="sc-card sc-entry" data-category="entry">
        <EntryCounts />
        <div className="sc-entry-head">
          <span className="sc-card-icon" aria-hidden="true">
            <Glyph name="enter" />
          </span>
          <span className="sc-card-title">{texts.entry}</span>
          <ProblemBadge nodeId={ENTRY_NODE} />
        </div>
        {words.rules.length === 0 ? <p className="sc-entry-rule is-empty">{texts.entryEmpty}</p> : null}
        {words.rules.map((rule) => (
          <p key={rule.id} className="sc-entry-rule" title={rule.text}>
            <Glyph name={rule.icon} size={14} />
            <span>{rule.text}</span>
          </p>
        ))}
        <p className="sc-entry-line" title={words.reentry}>
          <Glyph name="again" size={14} />
          <span>{words.reentry}</span>
        </p>
        {words.exits.map((exit) => (
          <p key={exit.id} className="sc-entry-line" title={exit.text}>
            <Glyph name={exit.icon} size={14} />
            <span>{exit.text}</span>
          </p>
        ))}
        <div
          className="sc-way sc-entry-way"
          data-tone="neutral"
          data-free={data.entry.edgeId === undefined || undefined}
          data-node={ENTRY_NODE}
          data-outcome={ENTRY_OUTCOME}
        >
          <span className="sc-way-label">{texts.entered}</span>
          <span className="sc-way-sign">
            <Glyph name="neutral" size={12} />
          </span>
          <Handle type="source" position={Position.Right} id={ENTRY_OUTCOME} isConnectable={!readOnly} />
          {data.entry.edgeId === undefined && !readOnly ? (
            <button
              type="button"
              className="sc-way-add nodrag nopan"
              aria-label={fill(texts.addAfter, { name: texts.entry })}
              onClick={(event) => {
                event.stopPropagation();
                const { right, top } = event.currentTarget.getBoundingClientRect();
                pick({ kind: 'outcome', from: { node: ENTRY_NODE, outcome: ENTRY_OUTCOME } }, { x: right + 8, y: top });
              }}
            >
              <Glyph name="plus" size={12} />
            </button>
          ) : null}
        </div>
      </div>
    );
  },
  (a, b) => a.data === b.data,
);

function EntryCounts() {
  const { counts, texts, formatNumber } = useCanvas();
  const shown = useStore(counts, (state) => state.shown);
  const entered = useStore(counts, (state) => state.entered);
  return shown ? (
    <div className="sc-counts">
      <Count text={texts.countEntered} value={entered} format={formatNumber} />
    </div>
  ) : null;
}
