import { CheckCircleOutlined, CloudServerOutlined, LockOutlined, SearchOutlined } from '@ant-design/icons';
import { DataTable, EmptyState, LocalTime, StatusTag } from '@sojourn/ui';
import { useQuery } from '@tanstack/react-query';
import { Button, Input, Pagination, type TableProps } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { isApiError } from '../../api/error.js';
import { availablePluginsQuery, type AvailableRow } from '../../api/plugins.js';
import { ErrorBlock } from '../../errors/ErrorBlock.js';
import { paths } from '../../routes/paths.js';
import { SearchField } from '../../shared/SearchField.js';
import { useAddressValue, useSearchText } from '../../shared/useSearchState.js';
import { UploadPlugin } from './UploadPlugin.js';
import { useMayInstall } from './useMayInstall.js';

const PAGE_SIZE = 20;

/** What the configured registry has; looking at one fetches and checks it, and installs nothing yet. */
export function AvailablePlugins() {
  const { t } = useTranslation('plugins');
  const mayInstall = useMayInstall();
  const search = useSearchText('q');
  const [pageText, setPage] = useAddressValue('page');
  const page = Math.max(1, Number(pageText) || 1);
  const available = useQuery({ ...availablePluginsQuery(search.asked, page), enabled: mayInstall });
  const total = available.data?.total ?? 0;

  const columns: TableProps<AvailableRow>['columns'] = [
    {
      title: t('column.plugin'),
      key: 'plugin',
      render: (_, { name, description }) => (
        <div className="cell-title plugin-found">
          <b>{name}</b>
          <span>{description}</span>
        </div>
      ),
    },
    {
      title: t('column.publisher'),
      key: 'publisher',
      width: 160,
      ellipsis: true,
      render: (_, { publisher }) => publisher || <span className="sj-faint">–</span>,
    },
    {
      title: t('column.version'),
      key: 'version',
      width: 110,
      render: (_, { version }) => <span className="sj-number">{version}</span>,
    },
    {
      title: t('column.published'),
      key: 'date',
      width: 130,
      render: (_, { date }) => <LocalTime at={date} style="date" />,
    },
    {
      title: <span className="sj-visually-hidden">{t('available.look')}</span>,
      key: 'do',
      width: 190,
      align: 'right',
      render: (_, { name, version, installed }) =>
        installed === version ? (
          <StatusTag tone="good" icon={<CheckCircleOutlined />}>
            {t('available.installed')}
          </StatusTag>
        ) : mayInstall ? (
          <LookLink name={name} version={version} installed={installed} />
        ) : null,
    },
  ];

  if (!mayInstall)
    return (
      <div className="sj-table is-empty">
        <EmptyState icon={<LockOutlined />} title={t('consent.onlyAdmins')} hint={t('available.onlyAdminsHint')} />
      </div>
    );
  return (
    <>
      <div className="toolbar">
        <SearchField value={search.typed} onChange={search.setTyped} placeholder={t('available.search')} width={320} />
        <span className="toolbar-end">
          <ByName />
        </span>
      </div>
      {available.isError ? (
        <RegistryAway error={available.error} onRetry={() => void available.refetch()} />
      ) : (
        <DataTable
          label={t('page.available')}
          rows={available.data?.items}
          refreshing={available.isPlaceholderData}
          rowKey="name"
          columns={columns}
          footer={
            total > PAGE_SIZE ? (
              <Pagination
                size="small"
                current={page}
                pageSize={PAGE_SIZE}
                total={total}
                showSizeChanger={false}
                onChange={(next) => setPage(next === 1 ? undefined : String(next))}
              />
            ) : undefined
          }
          empty={
            <EmptyState
              icon={<SearchOutlined />}
              title={t(search.asked ? 'available.noMatch' : 'available.empty')}
              hint={t('available.emptyHint')}
              action={
                search.asked ? <Button onClick={() => search.setTyped('')}>{t('clearSearch')}</Button> : undefined
              }
            />
          }
        />
      )}
    </>
  );
}

/** Begins with what is to be seen, so that it is found by voice; the name tells it from the links of other rows. */
function LookLink({ name, version, installed }: Pick<AvailableRow, 'name' | 'version' | 'installed'>) {
  const { t } = useTranslation('plugins');
  const words = t(installed ? 'available.upgradeFrom' : 'available.look', { version: installed ?? '' });
  return (
    <Link to={paths.pluginConsent({ name, version })} aria-label={t('available.lookAt', { words, name })}>
      {words}
    </Link>
  );
}

/** An exact version asked for by its name: for what a search does not list. */
function ByName() {
  const { t } = useTranslation('plugins');
  const navigate = useNavigate();
  const mayInstall = useMayInstall();
  const [text, setText] = useState('');
  const found = /^(@?[^@\s]+)@(\d[\w.+-]*)$/.exec(text.trim());
  if (!mayInstall) return null;
  const go = () => found && void navigate(paths.pluginConsent({ name: found[1] ?? '', version: found[2] ?? '' }));
  return (
    <span className="plugin-by-name">
      <Input
        value={text}
        onChange={(event) => setText(event.target.value)}
        placeholder={t('available.byNameExample')}
        aria-label={t('available.byName')}
        onPressEnter={go}
      />
      <Button disabled={!found} onClick={go}>
        {t('available.byNameGo')}
      </Button>
    </span>
  );
}

/** The registry does not answer: what is installed runs on, and a file can still be uploaded. */
function RegistryAway({ error, onRetry }: { readonly error: unknown; readonly onRetry: () => void }) {
  const { t } = useTranslation('plugins');
  const off = isApiError(error, 'registry.off');
  const away = isApiError(error) && (error.status >= 500 || error.code.startsWith('registry.'));
  if (!away) return <ErrorBlock error={error} onRetry={onRetry} />;
  return (
    <div className="sj-table is-empty" role="alert">
      <EmptyState
        icon={<CloudServerOutlined />}
        title={t(off ? 'available.off' : 'available.away')}
        hint={t(off ? 'available.offHint' : 'available.awayHint')}
        action={off ? <UploadPlugin /> : <Button onClick={onRetry}>{t('retry')}</Button>}
      />
    </div>
  );
}
