import { KeyOutlined, LogoutOutlined } from '@ant-design/icons';
import { Button, Dropdown } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useSignOut } from '../api/session.js';
import type { SessionView } from '../api/types.js';
import { paths } from '../routes/paths.js';

export function UserMenu({ session }: { readonly session: SessionView }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const signOut = useSignOut();
  const { user, role } = session;
  return (
    <Dropdown
      autoFocus
      trigger={['click']}
      placement="bottomRight"
      menu={{
        items: [
          {
            key: 'who',
            type: 'group',
            label: (
              <span className="user-menu-who">
                <b>{user.name}</b>
                <span>{user.email}</span>
                <span>{t(`role.${role}`)}</span>
              </span>
            ),
          },
          { type: 'divider' },
          {
            key: 'account',
            icon: <KeyOutlined />,
            label: t(user.hasPassword ? 'shell.changePassword' : 'shell.setPassword'),
            onClick: () => void navigate(paths.settingsPage('account')),
          },
          { key: 'out', icon: <LogoutOutlined />, label: t('shell.signOut'), onClick: () => signOut.mutate() },
        ],
      }}
    >
      <Button type="text" shape="circle" aria-label={t('shell.userMenu', { name: user.name })}>
        <span className="user-avatar" aria-hidden="true">
          {[...(user.name || user.email)][0]?.toUpperCase()}
        </span>
      </Button>
    </Dropdown>
  );
}
