import type { KeyboardEventHandler, Ref } from 'react';
import { Glyph } from './Glyph.js';

interface SearchFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly onKeyDown?: KeyboardEventHandler<HTMLInputElement>;
  readonly inputRef?: Ref<HTMLInputElement>;
  /** For a field that drives a list: id of the list and of its active entry. */
  readonly list?: { readonly id: string; readonly active: string | undefined };
}

export function SearchField({ label, value, onChange, onKeyDown, inputRef, list }: SearchFieldProps) {
  return (
    <label className="sc-search">
      <Glyph name="search" size={14} />
      <input
        ref={inputRef}
        type="text"
        value={value}
        placeholder={label}
        aria-label={label}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={onKeyDown}
        {...(list && {
          role: 'combobox',
          'aria-expanded': true,
          'aria-controls': list.id,
          'aria-activedescendant': list.active,
        })}
      />
    </label>
  );
}
