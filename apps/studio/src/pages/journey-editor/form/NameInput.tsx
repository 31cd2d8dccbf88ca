import { AutoComplete } from 'antd';

interface NameInputProps {
  readonly id: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** What the workspace has seen; anything else may be typed. */
  readonly options: readonly { readonly value: string; readonly note: string }[];
  readonly disabled: boolean;
  readonly maxLength?: number | undefined;
  readonly placeholder?: string;
}

/** A name to type, with those the workspace knows to choose from. */
export function NameInput({ id, value, onChange, options, disabled, placeholder }: NameInputProps) {
  return (
    <AutoComplete
      id={id}
      style={{ width: '100%' }}
      value={value}
      disabled={disabled}
      placeholder={placeholder}
      showSearch={{
        filterOption: (search, option) =>
          String(option?.value ?? '')
            .toLowerCase()
            .includes(search.toLowerCase()),
      }}
      options={options.map((option) => ({
        value: option.value,
        label: (
          <span className="je-option">
            <span>{option.value}</span>
            <span className="sj-faint">{option.note}</span>
          </span>
        ),
      }))}
      onChange={(next) => onChange(next ?? '')}
    />
  );
}
