import { CheckCircleOutlined, ClockCircleOutlined, ExclamationCircleOutlined } from '@ant-design/icons';
import {
  DataTable,
  EmptyState,
  LocalTime,
  PageBody,
  PageHeader,
  Panel,
  StatusTag,
  TextSkeleton,
  type ToneName,
} from '@sojourn/ui';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Tooltip, Typography, type TableProps } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError } from '../../api/error.js';
import { collectionQuery, mintsQuery } from '../../api/incentives.js';
import type { Mint } from '../../api/types.js';
import { ErrorBlock } from '../../errors/ErrorBlock.js';
import { paths } from '../../routes/paths.js';
import { Back } from '../../shared/Back.js';
import { ContactLink } from '../../shared/ContactLink.js';
import { LoadMore } from '../../shared/LoadMore.js';
import { useNumber } from '../../shared/useNumber.js';
import { TitleWait } from '../../shared/TitleWait.js';
import { usePageTitle } from '../../shared/usePageTitle.js';
import { useRouteId } from '../../shared/useRouteId.js';
import { NotFound } from '../NotFound.js';
import { ChainCheckPanel } from './ChainCheckPanel.js';
import { CollectionArt } from './CollectionArt.js';
import './collectibles.css';

const LOOKS: Readonly<Record<Mint['state'], readonly [ToneName, ReactNode]>> = {
  minted: ['good', <CheckCircleOutlined key="i" />],
  reserved: ['info', <ClockCircleOutlined key="i" />],
  failed: ['bad', <ExclamationCircleOutlined key="i" />],
};

export function CollectionPage() {
  const { t } = useTranslation();
  const { number } = useNumber();
  const id = useRouteId();
  const collection = useQuery({ ...collectionQuery(id), enabled: id > 0 });
  const mints = useInfiniteQuery({ ...mintsQuery(id), enabled: id > 0 });
  const rows = mints.data?.pages.flatMap((page) => page.items);
  const it = collection.data;
  usePageTitle(it?.name ?? t('nav.collectibles'));

  if (id < 0 || (isApiError(collection.error) && collection.error.status === 404)) return <NotFound />;

  const columns: TableProps<Mint>['columns'] = [
    {
      title: t('collectible.column.serial'),
      key: 'serial',
      width: 96,
      render: (_, { serial }) => <b className="sj-number">#{serial}</b>,
    },
    {
      title: t('collectible.column.owner'),
      key: 'owner',
      ellipsis: true,
      render: (_, { contact }) => <ContactLink contact={contact} />,
    },
    {
      title: t('collectible.column.state'),
      key: 'state',
      width: 120,
      render: (_, { state, reason }) => (
        <Tooltip title={reason}>
          <span>
            <StatusTag tone={LOOKS[state][0]} icon={LOOKS[state][1]}>
              {t(`collectible.state.${state}`)}
            </StatusTag>
          </span>
        </Tooltip>
      ),
    },
    {
      title: t('collectible.column.at'),
      key: 'at',
      width: 140,
      render: (_, { mintedAt }) => <LocalTime at={mintedAt} />,
    },
    {
      title: t(it?.provider === 'evm' ? 'collectible.column.transaction' : 'collectible.column.hash'),
      key: 'hash',
      width: 164,
      render: (_, { hash, txHash }) => <Hash value={txHash ?? hash} />,
    },
  ];

  return (
    <PageBody>
      <PageHeader
        back={<Back to={paths.collectibles}>{t('nav.collectibles')}</Back>}
        title={it?.name ?? <TitleWait />}
        subtitle={it?.description || undefined}
      />
      {collection.isError ? <ErrorBlock error={collection.error} onRetry={() => void collection.refetch()} /> : null}
      <div className="columns">
        {mints.isError ? (
          <ErrorBlock error={mints.error} onRetry={() => void mints.refetch()} />
        ) : (
          <DataTable
            label={t('collectible.mints')}
            rows={rows}
            rowKey="id"
            columns={columns}
            footer={
              <LoadMore
                shown={rows?.length ?? 0}
                hasMore={mints.hasNextPage}
                loading={mints.isFetchingNextPage}
                onMore={() => void mints.fetchNextPage()}
              />
            }
            empty={<EmptyState title={t('collectible.noMints.title')} hint={t('collectible.noMints.hint')} />}
          />
        )}
        <div className="stack">
          <Panel flush>
            {it ? (
              <>
                <CollectionArt collection={it} />
                <dl className="collection-facts">
                  <dt>{t('collectible.form.supply')}</dt>
                  <dd className="sj-number">
                    {it.supply === null
                      ? t('collectible.minted', { minted: number(it.minted) })
                      : t('collectible.mintedOf', { minted: number(it.minted), supply: number(it.supply) })}
                  </dd>
                  <dt>{t('collectible.form.provider')}</dt>
                  <dd>{t(`collectible.provider.${it.provider}`)}</dd>
                  <dt>{t('collectible.form.transferable')}</dt>
                  <dd>{t(it.transferable ? 'common.yes' : 'common.no')}</dd>
                  {it.chain?.contract ? (
                    <>
                      <dt>{t('collectible.form.contract')}</dt>
                      <dd>
                        <Hash value={it.chain.contract} />
                      </dd>
                    </>
                  ) : null}
                </dl>
              </>
            ) : (
              <div className="sj-panel-body">
                <TextSkeleton lines={5} />
              </div>
            )}
          </Panel>
          {it?.provider === 'ledger' ? <ChainCheckPanel collectionId={id} /> : null}
        </div>
      </div>
    </PageBody>
  );
}

/** Both ends of a hash; the whole on hover and in the clipboard. */
function Hash({ value }: { readonly value: string | null }) {
  const { t } = useTranslation();
  if (value === null) return <span className="sj-faint">–</span>;
  return (
    <Tooltip title={value}>
      <Typography.Text className="hash" copyable={{ text: value, tooltips: [t('common.copy'), t('common.copied')] }}>
        {value.length > 16 ? `${value.slice(0, 8)}…${value.slice(-6)}` : value}
      </Typography.Text>
    </Tooltip>
  );
}
