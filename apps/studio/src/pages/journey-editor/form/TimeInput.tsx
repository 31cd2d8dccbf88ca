import { TimePicker } from 'antd';
import dayjs from 'dayjs';

interface TimeInputProps {
  readonly id: string;
  /** `09:00`. */
  readonly value: string | undefined;
  readonly onChange: (value: string | undefined) => void;
  readonly disabled: boolean;
}

export function TimeInput({ id, value, onChange, disabled }: TimeInputProps) {
  const valid = value !== undefined && /^\d\d:\d\d$/.test(value);
  return (
    <TimePicker
      id={id}
      format="HH:mm"
      minuteStep={5}
      needConfirm={false}
      allowClear={false}
      style={{ width: 120 }}
      value={valid ? dayjs(`2000-01-01T${value}`) : null}
      disabled={disabled}
      onChange={(time) => onChange(time ? time.format('HH:mm') : undefined)}
    />
  );
}
