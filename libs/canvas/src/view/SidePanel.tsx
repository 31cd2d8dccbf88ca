import { useState } from 'react';
import { useStore } from 'zustand';
import { useCanvas } from './context.js';
import { Glyph } from './Glyph.js';
import { Outline } from './Outline.js';
import { Palette } from './Palette.js';

interface SidePanelProps {
  readonly onAdd: (type: string) => void;
  readonly onGo: (nodeId: string) => void;
}

/** What can be added, and what is there. */
export function SidePanel({ onAdd, onGo }: SidePanelProps) {
  const { store, texts } = useCanvas();
  const readOnly = useStore(store, (state) => state.readOnly);
  const [tab, setTab] = useState<'steps' | 'outline'>('steps');
  const [open, setOpen] = useState(true);
  if (!open) {
    return (
      <button
        type="button"
        className="sc-control sc-panel-open"
        title={texts.showPanel}
        aria-label={texts.showPanel}
        onClick={() => setOpen(true)}
      >
        <Glyph name="panel" />
      </button>
    );
  }
  const shown = readOnly ? 'outline' : tab;
  return (
    <aside className="sc-panel" aria-label={shown === 'steps' ? texts.steps : texts.outline}>
      <div className="sc-panel-tabs">
        {(readOnly ? (['outline'] as const) : (['steps', 'outline'] as const)).map((one) => (
          <button
            key={one}
            type="button"
            className="sc-panel-tab"
            aria-pressed={shown === one}
            onClick={() => setTab(one)}
          >
            {texts[one]}
          </button>
        ))}
        <button
          type="button"
          className="sc-control"
          title={texts.hidePanel}
          aria-label={texts.hidePanel}
          onClick={() => setOpen(false)}
        >
          <Glyph name="panel" />
        </button>
      </div>
      {shown === 'steps' ? <Palette onAdd={onAdd} disabled={readOnly} /> : <Outline onGo={onGo} />}
    </aside>
  );
}
