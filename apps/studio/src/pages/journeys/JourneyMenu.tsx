import {
  CopyOutlined,
  DeleteOutlined,
  EditOutlined,
  InboxOutlined,
  MoreOutlined,
  PauseCircleOutlined,
  PlayCircleOutlined,
} from '@ant-design/icons';
import { App, Button, Dropdown, type MenuProps } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useDeleteJourney, useJourneyAction, type JourneyAction } from '../../api/journeys.js';
import type { JourneyRow } from '../../api/types.js';
import { useErrorToast } from '../../errors/useErrorToast.js';
import { paths } from '../../routes/paths.js';
import { isAllowed } from './actions.js';

/** Everything that can be done to a journey from outside its canvas. */
export function JourneyMenu({ journey }: { readonly journey: JourneyRow }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { modal, message } = App.useApp();
  const toastError = useErrorToast();
  const action = useJourneyAction();
  const remove = useDeleteJourney();
  const { id, name, state, active } = journey;

  const run = (which: JourneyAction) =>
    action.mutate(
      { id, action: which },
      {
        onSuccess: (view) => {
          void message.success(t(`journey.done.${which}`, { name: view.name }));
        },
        onError: (error) => toastError(error, () => run(which)),
      },
    );

  const confirm = (which: 'archive' | 'delete', go: () => void) =>
    void modal.confirm({
      title: t(`journey.confirm.${which}.title`, { name }),
      content: t(`journey.confirm.${which}.words`, { count: active }),
      okText: t(`journey.action.${which}`),
      okButtonProps: { danger: true },
      onOk: go,
    });

  const deleteIt = () =>
    remove.mutateAsync(id).then(
      () => void message.success(t('journey.done.delete', { name })),
      (error: unknown) => toastError(error),
    );

  const items: MenuProps['items'] = [
    {
      key: 'open',
      icon: <EditOutlined />,
      label: t('journey.action.open'),
      onClick: () => void navigate(paths.journey(id)),
    },
    isAllowed('pause', state)
      ? { key: 'pause', icon: <PauseCircleOutlined />, label: t('journey.action.pause'), onClick: () => run('pause') }
      : null,
    isAllowed('resume', state)
      ? { key: 'resume', icon: <PlayCircleOutlined />, label: t('journey.action.resume'), onClick: () => run('resume') }
      : null,
    { key: 'duplicate', icon: <CopyOutlined />, label: t('journey.action.duplicate'), onClick: () => run('duplicate') },
    { type: 'divider' },
    isAllowed('archive', state)
      ? {
          key: 'archive',
          icon: <InboxOutlined />,
          label: t('journey.action.archive'),
          onClick: () => confirm('archive', () => run('archive')),
        }
      : null,
    isAllowed('delete', state)
      ? {
          key: 'delete',
          danger: true,
          icon: <DeleteOutlined />,
          label: t('journey.action.delete'),
          onClick: () => confirm('delete', deleteIt),
        }
      : null,
  ];
  return (
    <Dropdown autoFocus trigger={['click']} placement="bottomRight" menu={{ items }}>
      <Button
        type="text"
        size="small"
        loading={action.isPending}
        icon={<MoreOutlined />}
        aria-label={t('journey.action.more', { name })}
        onClick={(event) => event.stopPropagation()}
      />
    </Dropdown>
  );
}
