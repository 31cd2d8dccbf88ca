import { Select } from 'antd';
import { useMemo } from 'react';
import { useLanguage } from '../../../i18n/index.js';

interface ZoneSelectProps {
  readonly id: string;
  /** IANA name. */
  readonly value: string;
  readonly disabled: boolean;
  readonly onChange: (zone: string) => void;
}

const USUAL = [
  'Asia/Shanghai',
  'Asia/Hong_Kong',
  'Asia/Taipei',
  'Asia/Singapore',
  'Asia/Tokyo',
  'Europe/London',
  'America/New_York',
  'America/Los_Angeles',
  'UTC',
];

export function ZoneSelect({ id, value, disabled, onChange }: ZoneSelectProps) {
  const language = useLanguage();
  const options = useMemo(() => {
    const all = [...new Set([...USUAL, value, ...Intl.supportedValuesOf('timeZone')])];
    return all.map((zone) => ({ value: zone, label: zone, note: zoneName(zone, language) }));
  }, [language, value]);
  return (
    <Select
      id={id}
      style={{ width: '100%' }}
      value={value}
      disabled={disabled}
      options={options}
      showSearch={{
        filterOption: (search, option) =>
          `${option?.value} ${option?.note}`.toLowerCase().includes(search.toLowerCase()),
      }}
      optionRender={({ data }) => (
        <span className="je-option">
          <span>{data.label}</span>
          <span className="sj-faint">{data.note}</span>
        </span>
      )}
      onChange={onChange}
    />
  );
}

function zoneName(zone: string, language: string): string {
  try {
    const parts = new Intl.DateTimeFormat(language, { timeZone: zone, timeZoneName: 'longGeneric' }).formatToParts(0);
    return parts.find((part) => part.type === 'timeZoneName')?.value ?? '';
  } catch {
    return ''; // a zone this browser does not know; the engine checks it
  }
}
