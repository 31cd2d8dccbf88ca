import { Input } from 'antd';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { objectFrom } from './trial.js';

interface JsonInputProps {
  readonly label: string;
  readonly hint?: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** A few lines of JSON; says when they are none yet. */
export function JsonInput({ label, hint, value, onChange }: JsonInputProps) {
  const { t } = useTranslation('workbench');
  const id = useId();
  const broken = objectFrom(value) === undefined;
  return (
    <div className="wb-field">
      <label htmlFor={id}>{label}</label>
      <Input.TextArea
        id={id}
        className="wb-json"
        autoSize={{ minRows: 1, maxRows: 8 }}
        spellCheck={false}
        value={value}
        placeholder="{}"
        {...(broken ? { status: 'error' as const } : {})}
        aria-invalid={broken}
        aria-describedby={`${id}-note`}
        onChange={(event) => onChange(event.target.value)}
      />
      <span id={`${id}-note`} className={broken ? 'wb-note is-bad' : 'wb-note'}>
        {broken ? t('trial.notJson') : hint}
      </span>
    </div>
  );
}
