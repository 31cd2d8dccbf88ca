import { GiftOutlined, PlusOutlined } from '@ant-design/icons';
import { EmptyState, PageBody, PageHeader, TextSkeleton } from '@sojourn/ui';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { collectionsQuery } from '../../api/incentives.js';
import { ErrorBlock } from '../../errors/ErrorBlock.js';
import { paths } from '../../routes/paths.js';
import { useNumber } from '../../shared/useNumber.js';
import { usePageTitle } from '../../shared/usePageTitle.js';
import { CollectionArt } from './CollectionArt.js';
import { CreateCollection } from './CreateCollection.js';
import './collectibles.css';

export function CollectionsPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { number } = useNumber();
  const collections = useQuery(collectionsQuery);
  const [creating, setCreating] = useState(false);
  usePageTitle(t('nav.collectibles'));

  const create = (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setCreating(true)}>
      {t('collectible.create')}
    </Button>
  );
  return (
    <PageBody>
      <PageHeader title={t('nav.collectibles')} subtitle={t('collectible.lead')} actions={create} />
      {collections.isError ? (
        <ErrorBlock error={collections.error} onRetry={() => void collections.refetch()} />
      ) : collections.data?.length === 0 ? (
        <div className="sj-table">
          <EmptyState
            icon={<GiftOutlined />}
            title={t('collectible.empty.title')}
            hint={t('collectible.empty.hint')}
            action={create}
          />
        </div>
      ) : (
        <ul className="collections">
          {collections.data?.map((collection) => (
            <li key={collection.id}>
              <Link to={paths.collectible(collection.id)} className="collection-card">
                <CollectionArt collection={collection} />
                <span className="collection-words">
                  <b className="sj-ellipsis">{collection.name}</b>
                  <span className="sj-ellipsis sj-muted">
                    {collection.description || t(`collectible.provider.${collection.provider}`)}
                  </span>
                  <span className="collection-count sj-number">
                    {collection.supply === null
                      ? t('collectible.minted', { minted: number(collection.minted) })
                      : t('collectible.mintedOf', {
                          minted: number(collection.minted),
                          supply: number(collection.supply),
                        })}
                  </span>
                </span>
              </Link>
            </li>
          )) ??
            [1, 2, 3].map((key) => (
              <li key={key} className="collection-card is-wait">
                <TextSkeleton lines={5} />
              </li>
            ))}
        </ul>
      )}
      <CreateCollection
        open={creating}
        onClose={() => setCreating(false)}
        onCreated={({ id }) => {
          setCreating(false);
          void navigate(paths.collectible(id));
        }}
      />
    </PageBody>
  );
}
