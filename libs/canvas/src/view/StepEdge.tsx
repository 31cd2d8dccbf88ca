import { BaseEdge, getBezierPath, getSmoothStepPath, type Edge, type EdgeProps } from '@xyflow/react';
import { memo, useContext } from 'react';
import { useStore } from 'zustand';
import { detourPath, type Detour } from '../steps/detour.js';
import { TinyContext, useCanvas } from './context.js';

export type StepEdgeModel = Edge<{ readonly outcome: string; readonly detour: Detour | undefined }, 'step'>;

/** Curves forward, past the cards between; runs below them when it leads back. Carries its number at the start and a `+` in the middle. */
export const StepEdge = memo(function StepEdge(props: EdgeProps<StepEdgeModel>) {
  const { id, sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition, markerEnd } = props;
  const { store, texts, pick } = useCanvas();
  const readOnly = useStore(store, (state) => state.readOnly);
  const tiny = useContext(TinyContext);
  const ends = { sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition };
  const back = targetX < sourceX + 20;
  const detour = props.data?.detour;
  // While a card is dragged the detour is of before.
  const around = detour && sourceX < detour.from && detour.to < targetX ? detour : undefined;
  const [path, x, y] = around
    ? [
        detourPath({ x: sourceX, y: sourceY }, around, { x: targetX, y: targetY }),
        (around.from + around.to) / 2,
        around.y,
      ]
    : back
      ? getSmoothStepPath({ ...ends, borderRadius: 20, offset: 32, centerY: Math.max(sourceY, targetY) + 140 })
      : getBezierPath({ ...ends, curvature: 0.35 });
  if (tiny) return <path id={id} d={path} fill="none" className="react-flow__edge-path" />;
  return (
    <>
      <BaseEdge id={id} path={path} {...(markerEnd !== undefined && { markerEnd })} interactionWidth={24} />
      <EdgeCount nodeId={props.source} outcome={props.data?.outcome ?? ''} x={sourceX + 12} y={sourceY - 7} />
      {readOnly ? null : (
        <g
          className="sc-edge-add"
          transform={`translate(${x} ${y})`}
          aria-hidden="true"
          onClick={(event) => {
            event.stopPropagation();
            pick({ kind: 'edge', edgeId: id }, { x: event.clientX + 12, y: event.clientY });
          }}
        >
          <title>{texts.insertHere}</title>
          <circle r="14" className="sc-edge-add-reach" />
          <circle r="9" />
          <path d="M-4 0h8M0-4v8" />
        </g>
      )}
    </>
  );
});

const EdgeCount = memo(function EdgeCount(props: { nodeId: string; outcome: string; x: number; y: number }) {
  const { counts, formatNumber } = useCanvas();
  const count = useStore(counts, (state) =>
    state.shown
      ? props.nodeId === 'entry'
        ? state.entered
        : (state.nodes[props.nodeId]?.outcomes[props.outcome] ?? 0)
      : undefined,
  );
  if (count === undefined) return null;
  return (
    <text className="sc-edge-count" x={props.x} y={props.y} data-zero={count === 0 || undefined}>
      {formatNumber(count)}
    </text>
  );
});
