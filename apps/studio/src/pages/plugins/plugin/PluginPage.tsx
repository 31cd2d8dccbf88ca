import { PageBody, PageHeader, TextSkeleton } from '@sojourn/ui';
import { useQuery } from '@tanstack/react-query';
import { Tabs } from 'antd';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { pluginsQuery } from '../../../api/plugins.js';
import { ErrorBlock } from '../../../errors/ErrorBlock.js';
import { useLanguage } from '../../../i18n/index.js';
import { localText } from '../../../i18n/local-text.js';
import { paths } from '../../../routes/paths.js';
import { Back } from '../../../shared/Back.js';
import { TitleWait } from '../../../shared/TitleWait.js';
import { usePageTitle } from '../../../shared/usePageTitle.js';
import { useAddressValue } from '../../../shared/useSearchState.js';
import { PluginIcon } from '../PluginIcon.js';
import { PluginStateTag } from '../PluginStateTag.js';
import { RiskBadge } from '../RiskBadge.js';
import { Credentials } from './Credentials.js';
import { NotInstalled } from './NotInstalled.js';
import { Overview } from './Overview.js';
import { Permissions } from './Permissions.js';
import { PluginActions } from './PluginActions.js';
import { Recordings } from './Recordings.js';
import { Sources } from './Sources.js';
import { StateNotice } from './StateNotice.js';
import { Usage } from './Usage.js';
import { Versions } from './Versions.js';
import '../plugins.css';

const TABS = ['overview', 'permissions', 'credentials', 'usage', 'sources', 'versions', 'recordings'] as const;

/** Everything about one installed plugin. */
export function PluginPage() {
  const { t } = useTranslation('plugins');
  const language = useLanguage();
  const id = useParams()['plugin'] ?? '';
  const [tab, setTab] = useAddressValue('tab');
  const plugins = useQuery(pluginsQuery);
  const plugin = plugins.data?.find((one) => one.id === id);
  const title = plugin ? localText(plugin.title, language) : undefined;
  usePageTitle(title ?? t('title'));
  if (plugins.data && !plugin) return <NotInstalled id={id} />;

  const views = plugin && {
    overview: <Overview plugin={plugin} />,
    permissions: <Permissions plugin={plugin} />,
    credentials: <Credentials plugin={plugin} />,
    usage: <Usage plugin={plugin} />,
    sources: <Sources plugin={plugin} />,
    versions: <Versions plugin={plugin} />,
    recordings: <Recordings plugin={plugin} />,
  };
  const triggers = plugin?.nodes.some(({ kind }) => kind === 'trigger') ?? false;
  const shown = TABS.filter((one) => one !== 'sources' || triggers);
  const active = shown.find((one) => one === tab) ?? 'overview';
  return (
    <PageBody>
      <PageHeader
        back={<Back to={paths.plugins}>{t('title')}</Back>}
        title={
          plugin ? (
            <span className="consent-title">
              <PluginIcon hash={plugin.hash} /> {title}
            </span>
          ) : (
            <TitleWait />
          )
        }
        status={
          plugin ? (
            <>
              <PluginStateTag state={plugin.state} />
              <RiskBadge risk={plugin.risk} />
            </>
          ) : undefined
        }
        subtitle={plugin ? t('plugin.subtitle', { publisher: plugin.publisher, version: plugin.version }) : undefined}
        actions={plugin ? <PluginActions plugin={plugin} /> : undefined}
      />
      {plugins.isError ? <ErrorBlock error={plugins.error} onRetry={() => void plugins.refetch()} /> : null}
      {plugin ? <StateNotice plugin={plugin} /> : null}
      {views ? (
        <Tabs
          activeKey={active}
          onChange={(key) => setTab(key === 'overview' ? undefined : key)}
          destroyOnHidden
          items={shown.map((one) => ({ key: one, label: t(`plugin.tab.${one}`), children: views[one] }))}
        />
      ) : plugins.isError ? null : (
        <TextSkeleton lines={6} />
      )}
    </PageBody>
  );
}
