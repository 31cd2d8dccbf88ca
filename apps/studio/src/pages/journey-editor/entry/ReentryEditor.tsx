import type { Reentry } from '@sojourn/journey';
import { InputNumber, Radio, Space } from 'antd';
import { useTranslation } from 'react-i18next';

const MODES = ['once', 'afterExit', 'atMostEvery', 'always'] as const;

export function ReentryEditor({
  value,
  disabled,
  onChange,
}: {
  readonly value: Reentry;
  readonly disabled: boolean;
  readonly onChange: (reentry: Reentry) => void;
}) {
  const { t } = useTranslation('editor');
  return (
    <Radio.Group
      className="je-radios"
      value={value.mode}
      disabled={disabled}
      aria-label={t('reentry.title')}
      onChange={({ target }) => {
        const mode = target.value as Reentry['mode'];
        onChange(mode === 'atMostEvery' ? { mode, days: 30 } : { mode });
      }}
    >
      {MODES.map((mode) => (
        <Radio key={mode} value={mode}>
          {mode === 'atMostEvery' && value.mode === 'atMostEvery' ? (
            <Space size={6}>
              {t('reentry.mode.atMostEveryStart')}
              <InputNumber
                size="small"
                aria-label={t('reentry.days')}
                style={{ width: 64 }}
                min={1}
                max={3650}
                precision={0}
                value={value.days}
                disabled={disabled}
                onChange={(days) => onChange({ mode: 'atMostEvery', days: days ?? 1 })}
              />
              {t('reentry.mode.atMostEveryEnd')}
            </Space>
          ) : (
            t(`reentry.mode.${mode}`)
          )}
        </Radio>
      ))}
    </Radio.Group>
  );
}
