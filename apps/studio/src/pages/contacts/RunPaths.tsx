import {
  CheckCircleOutlined,
  ClockCircleOutlined,
  ExclamationCircleOutlined,
  FlagOutlined,
  LogoutOutlined,
  PauseCircleOutlined,
} from '@ant-design/icons';
import { LocalTime, Panel, StatusTag, useSurroundings, type ToneName } from '@sojourn/ui';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { ContactRun } from '../../api/types.js';
import { useLanguage } from '../../i18n/index.js';
import { visitsOf } from '../../reasons/path.js';
import { endText } from '../../reasons/reasons.js';
import { useDrawings } from '../../reasons/useDrawings.js';
import { useNodeTypes } from '../../reasons/useNodeTypes.js';
import { paths } from '../../routes/paths.js';
import { ParkedNotice } from '../attention/ParkedNotice.js';
import { NodeIcon } from './NodeIcon.js';
import { StepLine } from './StepLine.js';

/** Each passage through a journey as a road of steps, with the reason for every turn. */
export function RunPaths({
  runs,
  timeZone,
}: {
  readonly runs: readonly ContactRun[];
  readonly timeZone: string | undefined;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  const types = useNodeTypes();
  const surroundings = useSurroundings();
  const drawings = useDrawings(runs.map(({ journey, version }) => ({ journeyId: journey.id, version })));
  const reader = { language, timeZone: timeZone ?? surroundings.timeZone };

  return (
    <div className="stack">
      {runs.map((run) => {
        const [tone, icon] = look(run);
        const visits = visitsOf(run.path);
        const drawing = drawings({ journeyId: run.journey.id, version: run.version });
        return (
          <Panel
            key={run.id}
            title={
              <span className="run-title">
                <Link to={paths.journey(run.journey.id)}>{run.journey.name}</Link>
                <span className="sj-faint">{t('run.version', { number: run.version })}</span>
              </span>
            }
            extra={
              <StatusTag tone={tone} icon={icon}>
                {run.state === 'ended' && run.endReason === 'goal' ? t('run.goal') : t(`run.state.${run.state}`)}
              </StatusTag>
            }
          >
            {run.state === 'quarantined' ? <ParkedNotice runId={run.id} /> : null}
            <ol className="road">
              <li className="road-step">
                <NodeIcon types={types} nodeType="entry" />
                <div className="road-words">
                  <div className="road-line">
                    <span className="road-title">
                      <b>{t('run.entered')}</b>
                    </span>
                    <LocalTime at={run.startedAt} timeZone={timeZone} />
                  </div>
                </div>
              </li>
              {visits.map((step, index) => (
                <StepLine
                  key={`${step.nodeId} ${step.visit} ${index}`}
                  step={step}
                  drawing={drawing}
                  types={types}
                  reader={reader}
                  href={paths.journeyNode(run.journey.id, step.nodeId)}
                  waiting={run.state === 'active' && index === visits.length - 1 ? { dueAt: run.dueAt } : undefined}
                />
              ))}
              {run.endedAt !== null && run.endReason ? (
                <li className="road-step is-end">
                  <span className={`node-icon is-${tone}`} aria-hidden="true">
                    {icon}
                  </span>
                  <div className="road-words">
                    <div className="road-line">
                      <b>
                        {endText(
                          t,
                          { ...run, endReason: run.endReason, nodeType: visits.at(-1)?.nodeType },
                          types,
                          drawing,
                          language,
                        )}
                      </b>
                      <LocalTime at={run.endedAt} timeZone={timeZone} />
                    </div>
                  </div>
                </li>
              ) : null}
            </ol>
          </Panel>
        );
      })}
    </div>
  );
}

function look(run: ContactRun): readonly [ToneName, ReactNode] {
  if (run.state === 'quarantined') return ['bad', <ExclamationCircleOutlined key="i" />];
  if (run.state === 'paused') return ['warn', <PauseCircleOutlined key="i" />];
  if (run.state === 'active') return ['info', <ClockCircleOutlined key="i" />];
  switch (run.endReason) {
    case 'goal':
      return ['good', <FlagOutlined key="i" />];
    case 'finished':
      return ['quiet', <CheckCircleOutlined key="i" />];
    case 'failed':
      return ['bad', <ExclamationCircleOutlined key="i" />];
    default:
      return ['quiet', <LogoutOutlined key="i" />];
  }
}
