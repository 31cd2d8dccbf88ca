/** `short` 23 Nov, 21:56; `full` down to the second with weekday; `date` with year; `day` without; `time` of the day. */
export type TimeStyle = 'short' | 'full' | 'date' | 'day' | 'time';

const OPTIONS: Readonly<Record<TimeStyle, Intl.DateTimeFormatOptions>> = {
  short: { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  full: {
    year: 'numeric', month: 'long', day: 'numeric', weekday: 'short',
    hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23',
  }, // prettier-ignore
  date: { year: 'numeric', month: 'short', day: 'numeric' },
  day: { month: 'numeric', day: 'numeric' },
  time: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
};

const formats = new Map<string, Intl.DateTimeFormat>();

/** A moment in words of `language`, read in `zone` (IANA); an unknown zone is read as UTC rather than failing the page. */
export function formatInstant(at: number, zone: string, language: string, style: TimeStyle): string {
  const key = `${language} ${zone} ${style}`;
  let format = formats.get(key);
  if (!format) {
    format = make(language, zone, OPTIONS[style]);
    formats.set(key, format);
  }
  return format.format(at);
}

function make(language: string, zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat(language, { ...options, timeZone: zone });
  } catch {
    return new Intl.DateTimeFormat(language, { ...options, timeZone: 'UTC' });
  }
}
