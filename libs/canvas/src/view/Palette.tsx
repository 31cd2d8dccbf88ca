import { useMemo, useState } from 'react';
import { publisherOf, searchKinds, STEP_CATEGORIES, type StepKind } from '../steps/step-kind.js';
import { fill } from '../texts/texts.js';
import { useCanvas } from './context.js';
import { SearchField } from './SearchField.js';

/** The type of a dragged palette entry; its data is the node type. */
export const STEP_DRAG_TYPE = 'application/x-sojourn-step';

/** Every node type by category: drag it out, or press it to add after the selected step. */
export function Palette({ onAdd, disabled }: { readonly onAdd: (type: string) => void; readonly disabled: boolean }) {
  const { kinds, language, texts } = useCanvas();
  const [search, setSearch] = useState('');
  const found = useMemo(() => searchKinds(kinds, search), [kinds, search]);
  return (
    <div className="sc-palette">
      <SearchField label={texts.searchSteps} value={search} onChange={setSearch} />
      <div className="sc-panel-scroll">
        {STEP_CATEGORIES.map((category) => {
          const list = found.filter((kind) => kind.category === category);
          return list.length === 0 ? null : (
            <section key={category} aria-label={texts.categories[category]}>
              <h3 className="sc-panel-heading">{texts.categories[category]}</h3>
              {list.map((kind) => (
                <PaletteEntry key={kind.type} kind={kind} onAdd={onAdd} disabled={disabled} />
              ))}
            </section>
          );
        })}
        {found.length === 0 ? <p className="sc-panel-note">{fill(texts.nothingFound, { search })}</p> : null}
        {found.length > 0 && language ? <p className="sc-panel-note">{texts.paletteHint}</p> : null}
      </div>
    </div>
  );
}

function PaletteEntry({
  kind,
  onAdd,
  disabled,
}: {
  readonly kind: StepKind;
  readonly onAdd: (type: string) => void;
  readonly disabled: boolean;
}) {
  const { language, texts, icon } = useCanvas();
  const publisher = publisherOf(kind);
  return (
    <button
      type="button"
      className="sc-palette-entry"
      data-category={kind.category}
      draggable={!disabled}
      disabled={disabled}
      title={`${kind.title[language]}\n${kind.description[language]}`}
      onDragStart={(event) => {
        event.dataTransfer.setData(STEP_DRAG_TYPE, kind.type);
        event.dataTransfer.effectAllowed = 'copy';
      }}
      onClick={() => onAdd(kind.type)}
    >
      <span className="sc-card-icon" aria-hidden="true">
        {icon(kind.icon, kind)}
      </span>
      <span className="sc-palette-name">
        <span>{kind.title[language]}</span>
        {publisher ? (
          <span className="sc-palette-publisher" title={fill(texts.byPublisher, { name: publisher })}>
            {publisher}
          </span>
        ) : null}
      </span>
    </button>
  );
}
