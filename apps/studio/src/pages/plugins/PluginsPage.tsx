import { CodeOutlined } from '@ant-design/icons';
import { PageBody, PageHeader } from '@sojourn/ui';
import { Button, Tabs } from 'antd';
import { useTranslation } from 'react-i18next';
import { Outlet, useHref, useLocation, useNavigate } from 'react-router';
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
            <WorkbenchLink />
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

/** Looks like the button beside it and is a link, so that it opens in a tab of its own too. */
function WorkbenchLink() {
  const { t } = useTranslation('workbench');
  const navigate = useNavigate();
  return (
    <Button
      icon={<CodeOutlined />}
      href={useHref(paths.workbench)}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey) return;
        event.preventDefault();
        void navigate(paths.workbench);
      }}
    >
      {t('bench.title')}
    </Button>
  );
}
