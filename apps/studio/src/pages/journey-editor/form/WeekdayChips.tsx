import { useTranslation } from 'react-i18next';

const DAYS = [1, 2, 3, 4, 5, 6, 7] as const;

interface WeekdayChipsProps {
  readonly label: string;
  /** ISO weekdays, 1 is Monday. */
  readonly value: readonly number[];
  readonly onChange: (days: readonly number[]) => void;
  readonly disabled: boolean;
}

export function WeekdayChips({ label, value, onChange, disabled }: WeekdayChipsProps) {
  const { t } = useTranslation('editor');
  return (
    <div className="je-chips" role="group" aria-label={label}>
      {DAYS.map((day) => {
        const on = value.includes(day);
        return (
          <button
            key={day}
            type="button"
            className="je-chip"
            aria-pressed={on}
            title={t(`weekday.long.${day}`)}
            disabled={disabled}
            onClick={() => onChange(on ? value.filter((one) => one !== day) : [...value, day].sort((a, b) => a - b))}
          >
            {t(`weekday.short.${day}`)}
          </button>
        );
      })}
    </div>
  );
}
