import { CheckCircleOutlined, StopOutlined } from '@ant-design/icons';
import { LocalTime, Panel, StatusTag, TextSkeleton } from '@sojourn/ui';
import { useQuery } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { channelsQuery, useChangeChannel, type ChannelSummary, type ChannelView } from '../../api/attention.js';
import { useErrorToast } from '../../errors/useErrorToast.js';
import { useNumber } from '../../shared/useNumber.js';
import { channelName } from './channel-name.js';
import { ChannelLimits } from './ChannelLimits.js';

const ALL = 'all';

/** Each channel at a glance, with its switch and its limits. */
export function Channels(props: {
  readonly summary: readonly ChannelSummary[] | undefined;
  readonly mayEdit: boolean;
}) {
  const { summary, mayEdit } = props;
  const { t } = useTranslation('attention');
  const { number } = useNumber();
  const { modal, message } = App.useApp();
  const toastError = useErrorToast();
  const channels = useQuery(channelsQuery).data;
  const change = useChangeChannel();
  const [limiting, setLimiting] = useState<ChannelView>();
  const allHalted = channels?.find(({ channel }) => channel === ALL)?.halted ?? false;

  const turn = (channel: string, halted: boolean) => {
    const name = channelName(t, channel);
    const key = halted ? 'halt' : 'resume';
    void modal.confirm({
      title: t(`channels.${key}.title`, { name }),
      content: t(`channels.${key}.words`, { name }),
      okText: t(`channels.${key}.ok`),
      okButtonProps: { danger: halted },
      cancelText: t('cancel'),
      onOk: () =>
        change.mutateAsync({ channel, change: { halted } }).then(
          () => void message.success(t(`channels.${key}.done`, { name })),
          (error: unknown) => toastError(error),
        ),
    });
  };

  if (summary === undefined)
    return (
      <Panel>
        <TextSkeleton lines={4} />
      </Panel>
    );
  return (
    <section className="channels" aria-label={t('channels.label')}>
      <div className="channels-head">
        <h2>{t('channels.label')}</h2>
        {mayEdit && channels ? (
          <Button
            size="small"
            danger={!allHalted}
            icon={allHalted ? undefined : <StopOutlined />}
            onClick={() => turn(ALL, !allHalted)}
          >
            {t(allHalted ? 'channels.resumeAll' : 'channels.haltAll')}
          </Button>
        ) : null}
      </div>
      <ul className="channel-cards">
        {summary.map((one) => {
          const own = channels?.find(({ channel }) => channel === one.channel);
          const name = channelName(t, one.channel);
          return (
            <li key={one.channel} className={`channel-card${one.halted ? ' is-halted' : ''}`}>
              <div className="channel-title">
                <h3>{name}</h3>
                <StatusTag
                  tone={one.halted ? 'bad' : 'good'}
                  icon={one.halted ? <StopOutlined /> : <CheckCircleOutlined />}
                >
                  {t(one.halted ? 'channels.halted' : 'channels.running')}
                </StatusTag>
              </div>
              <dl>
                <Fact word={t('channels.waiting')} value={number(one.waiting)}>
                  {one.oldestWaitingAt === null ? null : (
                    <span className="sj-faint">
                      {t('channels.oldest')} <LocalTime at={one.oldestWaitingAt} />
                    </span>
                  )}
                </Fact>
                <Fact word={t('channels.sending')} value={number(one.sending)} />
                <Fact word={t('channels.unknown')} value={number(one.unknown)} bad={one.unknown > 0} />
                <Fact word={t('channels.dead')} value={number(one.dead)} bad={one.dead > 0} />
              </dl>
              <p className="sj-muted channel-limits">
                {one.perSecond === null ? t('channels.noRate') : t('channels.rate', { shown: number(one.perSecond) })}
                {' · '}
                {t('channels.atOnce', { count: one.concurrency, shown: number(one.concurrency) })}
              </p>
              {mayEdit && own ? (
                <div className="channel-deeds">
                  <Button
                    size="small"
                    danger={!own.halted}
                    disabled={allHalted}
                    aria-label={t(own.halted ? 'channels.resume.button' : 'channels.halt.button', { name })}
                    onClick={() => turn(one.channel, !own.halted)}
                  >
                    {t(own.halted ? 'channels.resume.ok' : 'channels.halt.ok')}
                  </Button>
                  <Button size="small" aria-label={t('channels.limits.of', { name })} onClick={() => setLimiting(own)}>
                    {t('channels.limits.button')}
                  </Button>
                </div>
              ) : null}
            </li>
          );
        })}
      </ul>
      {limiting ? <ChannelLimits channel={limiting} onClose={() => setLimiting(undefined)} /> : null}
    </section>
  );
}

function Fact(props: {
  readonly word: string;
  readonly value: string;
  readonly bad?: boolean;
  readonly children?: React.ReactNode;
}) {
  return (
    <div>
      <dt>{props.word}</dt>
      <dd className={`sj-number${props.bad ? ' is-bad' : ''}`}>
        {props.value}
        {props.children}
      </dd>
    </div>
  );
}
