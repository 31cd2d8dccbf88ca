import { PageBody, PageHeader } from '@sojourn/ui';
import { Tabs } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, Outlet, useLocation, useNavigate } from 'react-router';
import { paths } from '../../routes/paths.js';
import { usePageTitle } from '../../shared/usePageTitle.js';
import { UploadPlugin } from './UploadPlugin.js';
import { useMayInstall } from './useMayInstall.js';
import './plugins.css';

const PAGES = ['installed', 'available', 'publishers', 'revocations'] as const;

/** What is installed here, what could be, whom one trusts, and what was called back. */
export function PluginsPage() {
  const { t } = useTranslation('plugins');
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const mayInstall = useMayInstall();
  const page = PAGES.find((one) => one !== 'installed' && pathname === paths.pluginsPage(one)) ?? 'installed';
  usePageTitle(`${t(`page.${page}`)} · ${t('title')}`);
  return (
    <PageBody>
      <PageHeader
        title={t('title')}
        subtitle={t('lead')}
        actions={
          <>
            <Link to={paths.workbench}>{t('workbench:bench.title')}</Link>
            {mayInstall ? <UploadPlugin /> : null}
          </>
        }
      />
      <Tabs
        activeKey={page}
        onChange={(key) => void navigate(paths.pluginsPage(key as (typeof PAGES)[number]))}
        items={PAGES.map((one) => ({
          key: one,
          label: t(`page.${one}`),
          children: one === page ? <Outlet /> : null,
        }))}
      />
    </PageBody>
  );
}
