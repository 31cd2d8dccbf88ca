import { PageBody, PageHeader } from '@sojourn/ui';
import { Tabs } from 'antd';
import { useTranslation } from 'react-i18next';
import { Outlet, useLocation, useNavigate } from 'react-router';
import { paths } from '../../routes/paths.js';
import { usePageTitle } from '../../shared/usePageTitle.js';
import './settings.css';

const PAGES = ['workspace', 'mail', 'api-keys', 'audit', 'account'] as const;

export function SettingsPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const page = PAGES.find((one) => pathname.startsWith(paths.settingsPage(one))) ?? 'workspace';
  usePageTitle(`${t(`settings.page.${page}`)} · ${t('nav.settings')}`);
  return (
    <PageBody narrow>
      <PageHeader title={t('nav.settings')} />
      <Tabs
        activeKey={page}
        onChange={(key) => void navigate(paths.settingsPage(key as (typeof PAGES)[number]))}
        items={PAGES.map((one) => ({
          key: one,
          label: t(`settings.page.${one}`),
          children: one === page ? <Outlet /> : null,
        }))}
      />
    </PageBody>
  );
}
