import { EditOutlined, InboxOutlined, PauseOutlined, PlayCircleOutlined } from '@ant-design/icons';
import { StatusTag, type ToneName } from '@sojourn/ui';
import { App, Button, Tooltip } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useJourneyAction, type JourneyState, type JourneyView } from '../../../api/index.js';
import { useErrorToast } from '../../../errors/useErrorToast.js';
import { useEditor } from '../editor-context.js';

const LOOK: Readonly<Record<JourneyState, { readonly tone: ToneName; readonly icon: ReactNode }>> = {
  draft: { tone: 'quiet', icon: <EditOutlined /> },
  live: { tone: 'good', icon: <PlayCircleOutlined /> },
  paused: { tone: 'warn', icon: <PauseOutlined /> },
  archived: { tone: 'quiet', icon: <InboxOutlined /> },
};

/** The journey's state, and beside it what can be done about it. */
export function StateControl({ onJourney }: { readonly onJourney: (journey: JourneyView) => void }) {
  const { journey } = useEditor();
  const { t } = useTranslation('editor');
  const { message, modal } = App.useApp();
  const toast = useErrorToast();
  const act = useJourneyAction();
  const { tone, icon } = LOOK[journey.state];
  const run = async (action: 'pause' | 'resume') => {
    try {
      const next = await act.mutateAsync({ id: journey.id, action });
      onJourney({ ...journey, state: next.state });
      void message.success(t(`state.done.${action}`));
    } catch (error) {
      toast(error, () => void run(action));
    }
  };
  const pause = () =>
    modal.confirm({
      title: t('state.pauseTitle'),
      content: t('state.pauseText'),
      okText: t('state.pause'),
      onOk: () => run('pause'),
    });
  return (
    <span className="je-state">
      <StatusTag tone={tone} icon={icon}>
        {t(`state.${journey.state}`)}
      </StatusTag>
      {journey.state === 'live' ? (
        <Tooltip title={t('state.pause')}>
          <Button
            type="text"
            size="small"
            icon={<PauseOutlined />}
            aria-label={t('state.pause')}
            loading={act.isPending}
            onClick={pause}
          />
        </Tooltip>
      ) : null}
      {journey.state === 'paused' ? (
        <Button size="small" icon={<PlayCircleOutlined />} loading={act.isPending} onClick={() => void run('resume')}>
          {t('state.resume')}
        </Button>
      ) : null}
    </span>
  );
}
