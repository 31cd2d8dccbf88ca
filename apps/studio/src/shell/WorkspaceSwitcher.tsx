import { CheckOutlined, DownOutlined } from '@ant-design/icons';
import { Button, Dropdown, Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useSwitchWorkspace } from '../api/session.js';
import type { SessionView } from '../api/types.js';
import { useErrorToast } from '../errors/useErrorToast.js';
import { paths } from '../routes/paths.js';

/** Which client's data is on screen; with one workspace only its name. */
export function WorkspaceSwitcher({ session }: { readonly session: SessionView }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const toastError = useErrorToast();
  const switchTo = useSwitchWorkspace();
  const { workspace, workspaces } = session;

  const label = (
    <span className="workspace-name">
      <span className="workspace-sign" aria-hidden="true">
        {[...workspace.name.trim()][0]?.toUpperCase() ?? 'S'}
      </span>
      <span className="sj-ellipsis">{workspace.name}</span>
      {workspace.isDemo ? <Tag variant="outlined">{t('shell.demo')}</Tag> : null}
    </span>
  );
  if (workspaces.length < 2) return <div className="workspace-only">{label}</div>;
  return (
    <Dropdown
      autoFocus
      trigger={['click']}
      menu={{
        items: workspaces.map(({ id, name }) => ({
          key: String(id),
          label: name,
          extra: id === workspace.id ? <CheckOutlined aria-label={t('common.chosen')} /> : null,
        })),
        selectedKeys: [String(workspace.id)],
        onClick: ({ key }) => {
          if (Number(key) === workspace.id) return;
          switchTo.mutate(Number(key), { onSuccess: () => void navigate(paths.home), onError: toastError });
        },
      }}
    >
      <Button type="text" loading={switchTo.isPending}>
        {label}
        <span className="sj-visually-hidden">{t('shell.switchWorkspace')}</span>
        <DownOutlined className="workspace-caret" />
      </Button>
    </Dropdown>
  );
}
