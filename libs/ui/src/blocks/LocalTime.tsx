import { Tooltip } from 'antd';
import { useSurroundings } from '../theme/SojournTheme.js';
import { formatInstant, type TimeStyle } from './format-time.js';
import './LocalTime.css';

export interface LocalTimeProps {
  /** Epoch milliseconds. */
  readonly at: number | null | undefined;
  /** IANA zone; the workspace's unless said otherwise. */
  readonly timeZone?: string | undefined;
  readonly style?: TimeStyle;
  /** Writes the zone beside the time: for times that are not the reader's own. */
  readonly showZone?: boolean;
}

/** A moment, read in a zone that it names on hover or beside it. */
export function LocalTime({ at, timeZone, style = 'short', showZone = false }: LocalTimeProps) {
  const surroundings = useSurroundings();
  if (at === null || at === undefined) return <span className="sj-faint">–</span>;
  const zone = timeZone ?? surroundings.timeZone;
  const text = formatInstant(at, zone, surroundings.language, style);
  return (
    <Tooltip title={`${formatInstant(at, zone, surroundings.language, 'full')} · ${zone}`}>
      <time className="sj-time sj-number" dateTime={new Date(at).toISOString()}>
        {text}
        {showZone ? <span className="sj-faint"> {zone}</span> : null}
      </time>
    </Tooltip>
  );
}
