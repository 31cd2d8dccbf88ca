import {
  BellOutlined,
  FlagOutlined,
  LoginOutlined,
  MessageOutlined,
  StarOutlined,
  TagOutlined,
} from '@ant-design/icons';
import { LocalTime, type Category } from '@sojourn/ui';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { TimelineItem } from '../../api/types.js';
import type { Drawing } from '../../reasons/drawing.js';
import { endText, type NodeTypes, type Reader } from '../../reasons/reasons.js';
import { paths } from '../../routes/paths.js';
import { Properties } from './Properties.js';
import { StepLine } from './StepLine.js';

interface TimelineEntryProps {
  readonly item: TimelineItem;
  readonly drawingOfRun: (runId: number) => Drawing;
  readonly types: NodeTypes;
  readonly reader: Reader;
}

export function TimelineEntry({ item, drawingOfRun, types, reader }: TimelineEntryProps) {
  const { t } = useTranslation();
  switch (item.kind) {
    case 'step':
      return (
        <StepLine
          timeOnly
          step={{ ...item, whys: item.why ? [item.why] : [] }}
          drawing={drawingOfRun(item.runId)}
          types={types}
          reader={reader}
          href={paths.journeyNode(item.journey.id, item.nodeId)}
        />
      );
    case 'event':
      return line('data', <BellOutlined />, <b>{item.type}</b>, <Properties properties={item.properties} />);
    case 'run-started':
      return line('entry', <LoginOutlined />, <b>{t('timeline.started')}</b>, journeyLink(item.journey));
    case 'run-ended':
      return line(
        'flow',
        <FlagOutlined />,
        <b>{endText(t, item, types, drawingOfRun(item.runId), reader.language)}</b>,
        journeyLink(item.journey),
      );
    case 'message':
      return line(
        'message',
        <MessageOutlined />,
        <>
          <b>{t(`timeline.message.${item.state}`)}</b>
          {item.subject ? <span className="sj-ellipsis">{item.subject}</span> : null}
        </>,
        item.reason ?? journeyLink(item.journey),
      );
    case 'coupon':
      return line(
        'incentive',
        <TagOutlined />,
        <>
          <b>{t(`timeline.coupon.${item.action}`)}</b>
          <code>{item.code}</code>
        </>,
        <Link to={paths.coupon(item.poolId)}>{item.pool}</Link>,
      );
    case 'collectible':
      return line(
        'incentive',
        <StarOutlined />,
        <b>{t(`timeline.collectible.${item.state}`)}</b>,
        <>
          <Link to={paths.collectible(item.collectionId)}>{item.collection}</Link>{' '}
          <span className="sj-number">#{item.serial}</span>
        </>,
      );
  }

  function line(tint: Category, icon: ReactNode, title: ReactNode, words: ReactNode) {
    return (
      <li className="road-step">
        <span
          className="node-icon"
          aria-hidden="true"
          style={{
            color: `var(--sj-category-${tint}-fg)`,
            background: `var(--sj-category-${tint}-soft)`,
            borderColor: `var(--sj-category-${tint}-border)`,
          }}
        >
          {icon}
        </span>
        <div className="road-words">
          <div className="road-line">
            <span className="road-title">{title}</span>
            <LocalTime at={item.at} timeZone={reader.timeZone} style="time" />
          </div>
          {words ? <div className="road-why">{words}</div> : null}
        </div>
      </li>
    );
  }

  function journeyLink(journey: { readonly id: number; readonly name: string }) {
    return <Link to={paths.journey(journey.id)}>{journey.name}</Link>;
  }
}
