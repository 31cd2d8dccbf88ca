import { useTranslation } from 'react-i18next';
import type { PersonalDataRow } from '../../api/journey-plugins.js';
import { fieldWords } from '../plugins/model/field-words.js';
import type { Flows } from './flows.js';

const WIDTH = 960;
const BOX = { width: 236, height: 30, gap: 10 } as const;
const HEAD = 28;
const COLUMNS = [0, (WIDTH - BOX.width) / 2, WIDTH - BOX.width] as const;

interface DataPictureProps {
  readonly flows: Flows;
  readonly titleOf: (row: PersonalDataRow) => string;
}

/** The same as the table below it, for the eye: what is dashed leaves this house. */
export function DataPicture({ flows, titleOf }: DataPictureProps) {
  const { t } = useTranslation('plugins');
  const { fields, steps, hosts, seen, sent } = flows;
  const most = Math.max(fields.length, steps.length, hosts.length, 1);
  const height = HEAD + most * (BOX.height + BOX.gap);
  const top = (count: number, index: number) =>
    HEAD + ((most - count) * (BOX.height + BOX.gap)) / 2 + index * (BOX.height + BOX.gap);
  const middle = (count: number, index: number) => top(count, index) + BOX.height / 2;
  return (
    <svg
      className="data-picture"
      viewBox={`0 0 ${WIDTH} ${height}`}
      role="img"
      aria-label={t('map.pictureWords', { fields: fields.length, steps: steps.length, hosts: hosts.length })}
    >
      {[t('map.column.fields'), t('map.column.steps'), t('map.column.hosts')].map((text, column) => (
        <text key={text} className="data-head" x={(COLUMNS[column] ?? 0) + BOX.width / 2} y={14}>
          {text}
        </text>
      ))}
      {seen.map(({ field, step, leaves }) => (
        <path
          key={`f${field}s${step}`}
          className="data-line"
          data-leaves={leaves || undefined}
          d={curve(COLUMNS[0] + BOX.width, middle(fields.length, field), COLUMNS[1], middle(steps.length, step))}
        />
      ))}
      {sent.map(({ step, host }) => (
        <path
          key={`s${step}h${host}`}
          className="data-line"
          data-leaves
          data-sent
          d={curve(COLUMNS[1] + BOX.width, middle(steps.length, step), COLUMNS[2], middle(hosts.length, host))}
        />
      ))}
      {fields.map((field, index) => (
        <Box key={field} x={COLUMNS[0]} y={top(fields.length, index)} kind="field" text={fieldWords(t, field)} />
      ))}
      {steps.map((row, index) => (
        <Box
          key={row.nodeId}
          x={COLUMNS[1]}
          y={top(steps.length, index)}
          kind={row.plugin ? 'plugin' : 'step'}
          text={titleOf(row)}
        />
      ))}
      {hosts.length === 0 ? (
        <text className="data-none" x={COLUMNS[2] + BOX.width / 2} y={middle(1, 0)}>
          {t('map.staysHere')}
        </text>
      ) : null}
      {hosts.map((host, index) => (
        <Box key={host} x={COLUMNS[2]} y={top(hosts.length, index)} kind="host" text={host} />
      ))}
    </svg>
  );
}

function Box(props: { readonly x: number; readonly y: number; readonly kind: string; readonly text: string }) {
  const { x, y, kind, text } = props;
  return (
    <foreignObject x={x} y={y} width={BOX.width} height={BOX.height}>
      <div className="data-box" data-kind={kind} title={text}>
        {text}
      </div>
    </foreignObject>
  );
}

function curve(x1: number, y1: number, x2: number, y2: number): string {
  const bend = (x2 - x1) / 2;
  return `M${x1},${y1} C${x1 + bend},${y1} ${x2 - bend},${y2} ${x2},${y2}`;
}
