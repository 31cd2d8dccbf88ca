import { ArrowRightOutlined, ClockCircleOutlined } from '@ant-design/icons';
import { LocalTime } from '@sojourn/ui';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { localText } from '../../i18n/local-text.js';
import type { Drawing } from '../../reasons/drawing.js';
import type { Visit } from '../../reasons/path.js';
import { outcomeLabel, outcomeTone, whyText, type NodeTypes, type Reader } from '../../reasons/reasons.js';
import { NodeIcon } from './NodeIcon.js';

interface StepLineProps {
  readonly step: Visit;
  readonly drawing: Drawing;
  readonly types: NodeTypes;
  readonly reader: Reader;
  /** The step on the canvas. */
  readonly href?: string | undefined;
  /** The day stands above already. */
  readonly timeOnly?: boolean;
  /** The run stands here now. */
  readonly waiting?: { readonly dueAt: number | null } | undefined;
}

/** Where, which way out, and why. */
export function StepLine({ step, drawing, types, reader, href, timeOnly = false, waiting }: StepLineProps) {
  const { t } = useTranslation();
  const typeTitle = localText(types.get(step.nodeType)?.title, reader.language);
  const title = step.nodeTitle || typeTitle || step.nodeType;
  const whys = step.whys.map((why) => whyText(types, step.nodeType, why, reader));
  return (
    <li className={`road-step${waiting ? ' is-waiting' : ''}`}>
      <NodeIcon types={types} nodeType={step.nodeType} />
      <div className="road-words">
        <div className="road-line">
          <span className="road-title">
            {href ? <Link to={href}>{title}</Link> : <b>{title}</b>}
            {step.visit > 1 ? (
              <span className="sj-faint">{t('run.visit', { count: step.visit, ordinal: true })}</span>
            ) : null}
            {step.outcome !== null ? (
              <span className={`outcome is-${outcomeTone(types, step.nodeType, step.outcome)}`}>
                <ArrowRightOutlined aria-hidden />
                {outcomeLabel(types, { ...step, outcome: step.outcome }, drawing, reader.language)}
              </span>
            ) : null}
          </span>
          <LocalTime at={step.at} timeZone={reader.timeZone} style={timeOnly ? 'time' : 'short'} />
        </div>
        {whys.map((why, index) => (
          <div key={index} className="road-why">
            {why}
          </div>
        ))}
        {waiting ? (
          <div className="road-due">
            <ClockCircleOutlined aria-hidden />{' '}
            {waiting.dueAt === null ? (
              t('run.waitsForEvent')
            ) : (
              <>
                {t('run.dueAt')} <LocalTime at={waiting.dueAt} timeZone={reader.timeZone} />
              </>
            )}
          </div>
        ) : null}
      </div>
    </li>
  );
}
