import { ENTRY_NODE } from '@sojourn/journey';
import { useMemo, useState } from 'react';
import { useStore } from 'zustand';
import { outline, type OutlineLine } from '../steps/outline.js';
import { fill } from '../texts/texts.js';
import { useCanvas } from './context.js';
import { Glyph } from './Glyph.js';
import { SearchField } from './SearchField.js';
import { ghostOf, nameOf } from './StepCard.js';

/** The journey as an indented text: the same graph for eyes, keyboards and screen readers that a picture does not serve. */
export function Outline({ onGo }: { readonly onGo: (nodeId: string) => void }) {
  const { store, kinds, language, texts } = useCanvas();
  const document = useStore(store, (state) => state.document);
  const [search, setSearch] = useState('');
  const told = useMemo(() => outline(document, kinds), [document, kinds]);
  const names = useMemo(
    () =>
      new Map([
        [ENTRY_NODE, texts.entry],
        ...document.nodes.map((node) => [node.id, nameOf({ node, kind: kinds.get(node.type) }, language)] as const),
      ]),
    [document.nodes, kinds, language, texts],
  );
  const matches = (line: OutlineLine) =>
    (names.get(line.nodeId) ?? '').toLowerCase().includes(search.trim().toLowerCase());
  const lines = told.lines.filter(matches);
  const loose = told.loose.filter(matches);
  const list = (items: readonly OutlineLine[]) => (
    <ol className="sc-outline">
      {items.map((line, index) => (
        <OutlineEntry key={`${index}:${line.nodeId}`} line={line} name={names.get(line.nodeId) ?? ''} onGo={onGo} />
      ))}
    </ol>
  );
  return (
    <div className="sc-palette">
      <SearchField label={texts.searchOutline} value={search} onChange={setSearch} />
      <div className="sc-panel-scroll">
        {list(lines)}
        {loose.length > 0 ? (
          <section aria-label={texts.notConnected}>
            <h3 className="sc-panel-heading">{texts.notConnected}</h3>
            {list(loose)}
          </section>
        ) : null}
        {lines.length + loose.length === 0 ? (
          <p className="sc-panel-note">{fill(texts.nothingFound, { search })}</p>
        ) : null}
      </div>
    </div>
  );
}

function OutlineEntry({
  line,
  name,
  onGo,
}: {
  readonly line: OutlineLine;
  readonly name: string;
  readonly onGo: (nodeId: string) => void;
}) {
  const { store, kinds, language, texts, icon } = useCanvas();
  const selected = useStore(store, (state) => state.selection.nodes.has(line.nodeId));
  const type = useStore(store, (state) => state.document.nodes.find((node) => node.id === line.nodeId)?.type ?? '');
  const kind = kinds.get(type);
  const ghost = line.again || line.nodeId === ENTRY_NODE ? undefined : ghostOf({ kind });
  return (
    <li style={{ paddingInlineStart: Math.min(line.level, 6) * 14 }}>
      {line.via ? (
        <span className="sc-outline-via" data-tone={line.via.tone ?? 'neutral'}>
          <Glyph name={line.via.tone ?? 'neutral'} size={10} /> {line.via.label[language]}
        </span>
      ) : null}
      <button
        type="button"
        className="sc-outline-entry"
        data-again={line.again || undefined}
        data-category={line.nodeId === ENTRY_NODE ? 'entry' : kind?.category}
        aria-current={selected || undefined}
        onClick={() => onGo(line.nodeId)}
      >
        <span className="sc-outline-icon" aria-hidden="true">
          {line.again ? (
            <Glyph name="again" size={12} />
          ) : line.nodeId === ENTRY_NODE ? (
            <Glyph name="enter" size={14} />
          ) : kind ? (
            icon(kind.icon, kind)
          ) : (
            <Glyph name="puzzle" size={14} />
          )}
        </span>
        <span className="sc-palette-name">
          {line.again ? fill(texts.backTo, { name }) : name}
          {ghost ? <span className="sc-outline-ghost">{texts.ghosts[ghost]}</span> : null}
        </span>
      </button>
    </li>
  );
}
