import { FileSearchOutlined } from '@ant-design/icons';
import { EmptyState, PageBody, PageHeader, TextSkeleton } from '@sojourn/ui';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { isApiError } from '../../../api/error.js';
import { inspectionQuery, pluginsQuery, stagedQuery } from '../../../api/plugins.js';
import { ErrorBlock } from '../../../errors/ErrorBlock.js';
import { paths } from '../../../routes/paths.js';
import { Back } from '../../../shared/Back.js';
import { usePageTitle } from '../../../shared/usePageTitle.js';
import { UploadPlugin } from '../UploadPlugin.js';
import { Consent } from './Consent.js';
import '../plugins.css';

/** `?name=&version=` fetches and checks a package of the registry; `?hash=` shows one that was fetched or uploaded before. */
export function ConsentPage() {
  const { t } = useTranslation('plugins');
  const [search] = useSearchParams();
  const hash = search.get('hash');
  const name = search.get('name') ?? '';
  usePageTitle(t('consent.title'));
  const installed = useQuery(pluginsQuery);
  const staged = useQuery({ ...stagedQuery(hash ?? ''), enabled: hash !== null });
  const fetched = useQuery({ ...inspectionQuery(name, search.get('version') ?? ''), enabled: hash === null });
  const looked = hash === null ? fetched : staged;
  const inspection = looked.data;

  if (inspection && installed.data)
    return (
      <Consent
        key={inspection.staged}
        inspection={inspection}
        installed={installed.data.find(({ id }) => id === inspection.plugin.id)}
      />
    );
  const failed = installed.isError ? installed : looked.isError ? looked : undefined;
  return (
    <PageBody narrow>
      <PageHeader back={<Back to={paths.plugins}>{t('title')}</Back>} title={t('consent.title')} />
      {isApiError(failed?.error, 'plugin.not-staged') ? (
        <div className="sj-table is-empty">
          <EmptyState
            icon={<FileSearchOutlined />}
            title={t('consent.gone')}
            hint={t('consent.goneHint')}
            action={<UploadPlugin />}
          />
        </div>
      ) : failed ? (
        <ErrorBlock error={failed.error} onRetry={() => void failed.refetch()} />
      ) : (
        <div aria-busy="true">
          <p className="sj-muted" role="status">
            {t('consent.checking', { name })}
          </p>
          <TextSkeleton lines={6} />
        </div>
      )}
    </PageBody>
  );
}
