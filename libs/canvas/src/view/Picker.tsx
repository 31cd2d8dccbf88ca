import { useEffect, useId, useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { canConnect } from '../edits/connect.js';
import { boxes } from '../steps/place.js';
import { publisherOf, searchKinds, STEP_CATEGORIES, type StepKind } from '../steps/step-kind.js';
import type { Target } from '../store/actions.js';
import { fill } from '../texts/texts.js';
import { useCanvas } from './context.js';
import { Glyph } from './Glyph.js';
import { SearchField } from './SearchField.js';
import { nameOf } from './StepCard.js';

export interface Asking {
  readonly target: Target;
  /** Where to open, in pixels of the canvas. */
  readonly x: number;
  readonly y: number;
}

interface PickerProps {
  readonly asking: Asking;
  readonly bounds: { readonly width: number; readonly height: number };
  readonly onStep: (type: string) => void;
  readonly onConnect: (nodeId: string) => void;
  readonly onClose: () => void;
}

interface Option {
  readonly key: string;
  readonly group: string;
  readonly name: string;
  readonly hint: string;
  readonly icon: string | undefined;
  readonly kind: StepKind | undefined;
  readonly category: string | undefined;
  readonly choose: () => void;
}

const WIDTH = 292;
const HEIGHT = 380;

/** A searchable list of what could come here: new steps, and for an outcome the steps that are there already. */
export function Picker({ asking, bounds, onStep, onConnect, onClose }: PickerProps) {
  const { store, kinds, language, texts, icon } = useCanvas();
  const [search, setSearch] = useState('');
  const [active, setActive] = useState(0);
  const panel = useRef<HTMLDivElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const listId = useId();
  const { target } = asking;

  const options = useMemo(() => {
    const found: Option[] = searchKinds(kinds, search).map((kind) => ({
      key: `kind:${kind.type}`,
      group: texts.categories[kind.category],
      name: kind.title[language],
      hint: [publisherOf(kind), kind.description[language]].filter(Boolean).join(' · '),
      icon: kind.icon,
      kind,
      category: kind.category,
      choose: () => onStep(kind.type),
    }));
    found.sort((a, b) => order(a.category) - order(b.category));
    if (target.kind !== 'outcome') return found;
    const { document } = store.getState();
    const places = new Map(boxes(document, kinds).map((box) => [box.id, box]));
    const wanted = search.trim().toLowerCase();
    const steps = document.nodes
      .filter((node) => canConnect(document, target.from, node.id))
      .sort((a, b) => (places.get(a.id)?.x ?? 0) - (places.get(b.id)?.x ?? 0))
      .map((node): Option => {
        const kind = kinds.get(node.type);
        return {
          key: `node:${node.id}`,
          group: texts.connectTo,
          name: nameOf({ node, kind }, language),
          hint: '',
          icon: kind?.icon,
          kind,
          category: kind?.category,
          choose: () => onConnect(node.id),
        };
      })
      .filter((option) => option.name.toLowerCase().includes(wanted));
    return [...found, ...steps];
  }, [kinds, search, target, store, language, texts, onStep, onConnect]);

  useEffect(() => input.current?.focus({ preventScroll: true }), []);
  useEffect(() => {
    const outside = (event: PointerEvent) => {
      if (!panel.current?.contains(event.target as globalThis.Node)) onClose();
    };
    addEventListener('pointerdown', outside, true);
    return () => removeEventListener('pointerdown', outside, true);
  }, [onClose]);
  useLayoutEffect(() => {
    panel.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [active]);

  const keyDown = (event: KeyboardEvent) => {
    const last = options.length - 1;
    if (event.key === 'ArrowDown') setActive((at) => (at >= last ? 0 : at + 1));
    else if (event.key === 'ArrowUp') setActive((at) => (at <= 0 ? last : at - 1));
    else if (event.key === 'Home') setActive(0);
    else if (event.key === 'End') setActive(last);
    else if (event.key === 'Enter') options[active]?.choose();
    else if (event.key === 'Escape' || event.key === 'Tab') onClose();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const left = Math.max(8, Math.min(asking.x, bounds.width - WIDTH - 8));
  const top = Math.max(8, Math.min(asking.y - 24, bounds.height - HEIGHT - 8));
  return (
    <div
      ref={panel}
      className="sc-picker"
      role="dialog"
      aria-label={texts.pickStep}
      style={{ left, top, width: WIDTH, maxHeight: HEIGHT }}
    >
      <SearchField
        inputRef={input}
        label={texts.pickStep}
        value={search}
        onChange={(value) => {
          setSearch(value);
          setActive(0);
        }}
        onKeyDown={keyDown}
        list={{ id: listId, active: options[active] && `${listId}-${active}` }}
      />
      <div className="sc-picker-list" role="listbox" id={listId} aria-label={texts.pickStep}>
        {options.map((option, index) => (
          <div key={option.key} role="presentation">
            {option.group !== options[index - 1]?.group ? (
              <div className="sc-panel-heading" role="presentation">
                {option.group}
              </div>
            ) : null}
            <div
              id={`${listId}-${index}`}
              role="option"
              aria-selected={index === active}
              className="sc-picker-option"
              data-category={option.category ?? 'missing'}
              onPointerMove={() => setActive(index)}
              onClick={option.choose}
            >
              <span className="sc-card-icon" aria-hidden="true">
                {option.icon === undefined ? <Glyph name="puzzle" /> : icon(option.icon, option.kind)}
              </span>
              <span className="sc-picker-words">
                <span className="sc-palette-name">{option.name}</span>
                {option.hint ? <span className="sc-picker-hint">{option.hint}</span> : null}
              </span>
            </div>
          </div>
        ))}
        {options.length === 0 ? <p className="sc-panel-note">{fill(texts.nothingFound, { search })}</p> : null}
      </div>
    </div>
  );
}

function order(category: string | undefined): number {
  return STEP_CATEGORIES.findIndex((one) => one === category);
}
