import { useReactFlow, useStore } from '@xyflow/react';
import type { ReactNode } from 'react';
import { useCanvas } from './context.js';
import { glide } from './glide.js';
import { Glyph } from './Glyph.js';

interface ControlsProps {
  readonly readOnly: boolean;
  readonly minimap: boolean;
  readonly onMinimap: () => void;
  readonly onFit: () => void;
  readonly onTidy: () => void;
  readonly onShortcuts: () => void;
}

export function Controls({ readOnly, minimap, onMinimap, onFit, onTidy, onShortcuts }: ControlsProps) {
  const { texts } = useCanvas();
  const { zoomIn, zoomOut, zoomTo } = useReactFlow();
  const percent = useStore((state) => Math.round(state.transform[2] * 100));
  return (
    <div className="sc-controls" role="toolbar" aria-label={texts.canvas}>
      <Control label={texts.zoomOut} onClick={() => void zoomOut(glide(120))}>
        <Glyph name="minus" />
      </Control>
      <button
        type="button"
        className="sc-controls-percent"
        title="100%"
        aria-label={`${percent}%`}
        onClick={() => void zoomTo(1, glide(120))}
      >
        {percent}%
      </button>
      <Control label={texts.zoomIn} onClick={() => void zoomIn(glide(120))}>
        <Glyph name="plus" />
      </Control>
      <span className="sc-controls-rule" />
      <Control label={texts.fit} hint="Shift+F" onClick={onFit}>
        <Glyph name="fit" />
      </Control>
      <Control label={texts.tidy} hint="Shift+L" onClick={onTidy} disabled={readOnly}>
        <Glyph name="tidy" />
      </Control>
      <Control label={texts.minimap} onClick={onMinimap} pressed={minimap}>
        <Glyph name="map" />
      </Control>
      <Control label={texts.shortcuts} hint="?" onClick={onShortcuts}>
        <Glyph name="keyboard" />
      </Control>
    </div>
  );
}

interface ControlProps {
  readonly label: string;
  readonly hint?: string;
  readonly onClick: () => void;
  readonly disabled?: boolean;
  readonly pressed?: boolean;
  readonly children: ReactNode;
}

function Control({ label, hint, onClick, disabled, pressed, children }: ControlProps) {
  const title = hint ? `${label} (${hint})` : label;
  return (
    <button
      type="button"
      className="sc-control"
      title={title}
      aria-label={label}
      aria-pressed={pressed}
      disabled={disabled}
      onClick={onClick}
    >
      {children}
    </button>
  );
}
