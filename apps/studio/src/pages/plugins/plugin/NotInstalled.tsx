import { DisconnectOutlined } from '@ant-design/icons';
import { EmptyState, PageBody, PageHeader } from '@sojourn/ui';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { paths } from '../../../routes/paths.js';
import { Back } from '../../../shared/Back.js';
import { UploadPlugin } from '../UploadPlugin.js';

/** Where a ghost's remedy leads when the plugin is not here: the ways to get it. */
export function NotInstalled({ id }: { readonly id: string }) {
  const { t } = useTranslation('plugins');
  const navigate = useNavigate();
  return (
    <PageBody>
      <PageHeader back={<Back to={paths.plugins}>{t('title')}</Back>} title={id} />
      <EmptyState
        page
        icon={<DisconnectOutlined />}
        title={t('plugin.notInstalled', { id })}
        hint={t('plugin.notInstalledHint')}
        action={
          <span className="row-deeds">
            <Button
              type="primary"
              onClick={() => void navigate(`${paths.pluginsPage('available')}?q=${encodeURIComponent(id)}`)}
            >
              {t('plugin.searchFor')}
            </Button>
            <UploadPlugin />
          </span>
        }
      />
    </PageBody>
  );
}
