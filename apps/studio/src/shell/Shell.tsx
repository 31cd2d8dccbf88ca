import { AppFrame, type FrameLink } from '@sojourn/ui';
import { useQuery } from '@tanstack/react-query';
import { Button, Tooltip } from 'antd';
import { MenuFoldOutlined, MenuUnfoldOutlined } from '@ant-design/icons';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, Navigate, Outlet, useLocation, useMatches } from 'react-router';
import { attentionQuery } from '../api/attention.js';
import { whenSignedOut } from '../api/client.js';
import { queryClient } from '../api/query-client.js';
import { sessionQuery } from '../api/session.js';
import { ErrorBlock } from '../errors/ErrorBlock.js';
import { setPreferences, usePreferences } from '../preferences/preferences.js';
import { paths } from '../routes/paths.js';
import type { RouteHandle } from '../routes/router.js';
import { activeKey, navigation } from './navigation.js';
import { LanguageSwitch, ThemeSwitch } from './switches.js';
import { UserMenu } from './UserMenu.js';
import { WorkspaceSwitcher } from './WorkspaceSwitcher.js';
import './shell.css';

const RouterLink: FrameLink = ({ to, children, ...rest }) => (
  <Link to={to} {...rest}>
    {children}
  </Link>
);

/** The frame around every page but the sign-in; sends away who has no session, and remembers where to. */
export function Shell() {
  const { t, i18n } = useTranslation();
  const location = useLocation();
  const matches = useMatches();
  const { navigationCollapsed } = usePreferences();
  const session = useQuery(sessionQuery);
  const waiting = useQuery({ ...attentionQuery, enabled: Boolean(session.data) }).data;
  const fullBleed = matches.some((match) => (match.handle as RouteHandle | undefined)?.fullBleed);

  useEffect(() => {
    whenSignedOut(() => queryClient.setQueryData(sessionQuery.queryKey, null));
    return () => whenSignedOut(undefined);
  }, []);

  if (session.isError) return <ErrorBlock error={session.error} onRetry={() => void session.refetch()} page />;
  if (session.data === undefined) return null;
  if (session.data === null) {
    const token = new URLSearchParams(location.search).get('token');
    const search = new URLSearchParams(token ? [['token', token]] : [['next', location.pathname + location.search]]);
    return <Navigate to={`${paths.signIn}?${search}`} replace />;
  }

  const collapsed = navigationCollapsed || fullBleed;
  const cases = waiting ? waiting.parked + waiting.deliveries : 0;
  const badge =
    cases > 0
      ? {
          text: cases > 99 ? '99+' : String(cases),
          label: t('attention:nav.count', { count: cases, shown: cases.toLocaleString(i18n.language) }),
        }
      : undefined;
  const { groups, footItems } = navigation(t, badge);
  return (
    <AppFrame
      groups={groups}
      footItems={footItems}
      activeKey={activeKey(location.pathname)}
      collapsed={collapsed}
      fullBleed={fullBleed}
      link={RouterLink}
      home={paths.home}
      labels={{ navigation: t('shell.navigation'), skip: t('shell.skip') }}
      topStart={
        <>
          {fullBleed ? null : (
            <Tooltip title={t(collapsed ? 'shell.expand' : 'shell.collapse')}>
              <Button
                type="text"
                aria-label={t(collapsed ? 'shell.expand' : 'shell.collapse')}
                icon={collapsed ? <MenuUnfoldOutlined /> : <MenuFoldOutlined />}
                onClick={() => setPreferences({ navigationCollapsed: !navigationCollapsed })}
              />
            </Tooltip>
          )}
          <WorkspaceSwitcher session={session.data} />
        </>
      }
      topEnd={
        <>
          <LanguageSwitch />
          <ThemeSwitch />
          <UserMenu session={session.data} />
        </>
      }
    >
      <Outlet />
    </AppFrame>
  );
}
