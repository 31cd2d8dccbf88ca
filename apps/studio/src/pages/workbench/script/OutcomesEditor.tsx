import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { isOutcomeId, type ScriptOutcome } from './code-config.js';

interface OutcomesEditorProps {
  readonly outcomes: readonly ScriptOutcome[];
  readonly readOnly: boolean;
  readonly onChange: (outcomes: readonly ScriptOutcome[]) => void;
}

/** The ways out a script may name, each with the label the canvas shows. */
export function OutcomesEditor({ outcomes, readOnly, onChange }: OutcomesEditorProps) {
  const { t } = useTranslation('workbench');
  const change = (at: number, part: Partial<ScriptOutcome>) =>
    onChange(outcomes.map((one, index) => (index === at ? { ...one, ...part } : one)));
  return (
    <section className="wb-outcomes">
      <h2>{t('outcome.title')}</h2>
      {outcomes.map(({ id, label }, index) => (
        <div key={index} className="wb-outcome">
          <Input
            className="wb-mono"
            aria-label={t('outcome.id', { number: index + 1 })}
            value={id}
            maxLength={40}
            readOnly={readOnly}
            {...(isOutcomeId(id) && outcomes.findIndex((one) => one.id === id) === index
              ? {}
              : { status: 'error' as const, 'aria-invalid': true })}
            onChange={(event) => change(index, { id: event.target.value })}
          />
          <Input
            aria-label={t('outcome.label', { number: index + 1 })}
            value={label}
            maxLength={40}
            readOnly={readOnly}
            onChange={(event) => change(index, { label: event.target.value })}
          />
          {readOnly ? null : (
            <Button
              type="text"
              icon={<DeleteOutlined />}
              aria-label={t('outcome.remove', { name: label || id })}
              disabled={outcomes.length === 1}
              onClick={() => onChange(outcomes.filter((_, at) => at !== index))}
            />
          )}
        </div>
      ))}
      {readOnly || outcomes.length >= 20 ? null : (
        <Button
          type="dashed"
          size="small"
          icon={<PlusOutlined />}
          onClick={() => onChange([...outcomes, { id: freeId(outcomes), label: t('outcome.fresh') }])}
        >
          {t('outcome.add')}
        </Button>
      )}
      <p className="wb-note">{t('outcome.hint')}</p>
    </section>
  );
}

function freeId(outcomes: readonly ScriptOutcome[]): string {
  let number = outcomes.length + 1;
  while (outcomes.some(({ id }) => id === `way${number}`)) number++;
  return `way${number}`;
}
