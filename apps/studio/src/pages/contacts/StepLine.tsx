import { ArrowRightOutlined, ClockCircleOutlined } from '@ant-design/icons';
import { LocalTime } from '@sojourn/ui';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { PathStep } from '../../api/types.js';
import { localText } from '../../i18n/local-text.js';
import { outcomeLabel, outcomeTone, whyText, type NodeTypes, type Reader } from '../../reasons/reasons.js';
import { NodeIcon } from './NodeIcon.js';

interface StepLineProps {
  readonly step: PathStep;
  readonly types: NodeTypes;
  readonly reader: Reader;
  /** The step on the canvas. */
  readonly href?: string | undefined;
  /** The run stands here now. */
  readonly waiting?: { readonly dueAt: number | null } | undefined;
}

/** Where, which way out, and why. */
export function StepLine({ step, types, reader, href, waiting }: StepLineProps) {
  const { t } = useTranslation();
  const typeTitle = localText(types.get(step.nodeType)?.title, reader.language);
  const title = step.nodeType === 'entry' ? t('run.entered') : step.nodeTitle || typeTitle || step.nodeType;
  const why = whyText(types, step.nodeType, step.why, reader);
  return (
    <li className={`road-step${waiting ? ' is-waiting' : ''}`}>
      <NodeIcon types={types} nodeType={step.nodeType} />
      <div className="road-words">
        <div className="road-line">
          <span className="road-title">
            {href ? <Link to={href}>{title}</Link> : <b>{title}</b>}
            {step.visit > 1 ? <span className="sj-faint">{t('run.visit', { count: step.visit, ordinal: true })}</span> : null}
            {step.outcome !== null && step.nodeType !== 'entry' ? (
              <span className={`outcome is-${outcomeTone(types, step.nodeType, step.outcome)}`}>
                <ArrowRightOutlined aria-hidden />
                {outcomeLabel(types, step.nodeType, step.outcome, step.why, reader)}
              </span>
            ) : null}
          </span>
          <LocalTime at={step.at} timeZone={reader.timeZone} />
        </div>
        {why ? <div className="road-why">{why}</div> : null}
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
