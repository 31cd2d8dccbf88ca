import { Handle, Position } from '@xyflow/react';
import type { CardOutcome } from '../steps/card.js';
import { fill } from '../texts/texts.js';
import { useCanvas } from './context.js';
import { Glyph } from './Glyph.js';

interface OutcomeRowProps {
  readonly nodeId: string;
  readonly nodeName: string;
  readonly outcome: CardOutcome;
  readonly readOnly: boolean;
}

/** One way out: its sign and label, the handle to draw from, and a `+` while it leads nowhere. */
export function OutcomeRow({ nodeId, nodeName, outcome, readOnly }: OutcomeRowProps) {
  const { language, texts, pick } = useCanvas();
  const tone = outcome.stale ? 'bad' : (outcome.tone ?? 'neutral');
  const label = outcome.label[language];
  const free = outcome.edgeId === undefined;
  const from = { node: nodeId, outcome: outcome.id };
  return (
    <li
      className="sc-way"
      data-tone={tone}
      data-stale={outcome.stale || undefined}
      data-free={free || undefined}
      data-node={nodeId}
      data-outcome={outcome.id}
      title={outcome.stale ? texts.staleOutcome : undefined}
    >
      <span className="sc-way-label">{label}</span>
      <span className="sc-way-sign" role="img" aria-label={texts.tones[tone]}>
        <Glyph name={outcome.stale ? 'warning' : tone} size={12} />
      </span>
      <Handle type="source" position={Position.Right} id={outcome.id} isConnectable={!readOnly} />
      {free && !readOnly ? (
        <button
          type="button"
          className="sc-way-add nodrag nopan"
          aria-label={fill(texts.addAfter, { name: `${nodeName} · ${label}` })}
          onClick={(event) => {
            event.stopPropagation();
            const { right, top } = event.currentTarget.getBoundingClientRect();
            pick({ kind: 'outcome', from }, { x: right + 8, y: top });
          }}
        >
          <Glyph name="plus" size={12} />
        </button>
      ) : null}
    </li>
  );
}
