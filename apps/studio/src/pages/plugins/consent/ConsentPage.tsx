import { PageBody, PageHeader, TextSkeleton, EmptyState } from '@sojourn/ui';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { FileSearchOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { inspectionQuery, pluginsQuery, uploadedQuery, type Inspection } from '../../../api/plugins.js';
import { ErrorBlock } from '../../../errors/ErrorBlock.js';
import { paths } from '../../../routes/paths.js';
import { Back } from '../../../shared/Back.js';
import { usePageTitle } from '../../../shared/usePageTitle.js';
import { UploadPlugin } from '../UploadPlugin.js';
import { Consent } from './Consent.js';
import '../plugins.css';

/** `?name=&version=` fetches and checks a package of the registry; `?hash=` shows one that was uploaded or that waits. */
export function ConsentPage() {
  const { t } = useTranslation('plugins');
  const [search] = useSearchParams();
  const client = useQueryClient();
  const hash = search.get('hash');
  const name = search.get('name') ?? '';
  const version = search.get('version') ?? '';
  usePageTitle(t('consent.title'));
  const installed = useQuery(pluginsQuery);
  const uploaded = hash === null ? undefined : client.getQueryData<Inspection>(uploadedQuery(hash));
  const waiting = installed.data?.find(({ pending }) => hash !== null && pending?.hash === hash);
  const fetched = useQuery({
    ...inspectionQuery(waiting?.name ?? name, waiting?.pending?.version ?? version),
    enabled: uploaded === undefined && installed.data !== undefined && (hash === null || waiting !== undefined),
  });
  const inspection = uploaded ?? fetched.data;

  if (inspection && installed.data)
    return (
      <Consent
        key={inspection.staged}
        inspection={inspection}
        installed={installed.data.find(({ id }) => id === inspection.plugin.id)}
      />
    );
  // What waits and came as a file is not on the registry: the file is asked for once more.
  const gone = hash !== null && installed.data !== undefined && !uploaded && (!waiting || fetched.isError);
  return (
    <PageBody narrow>
      <PageHeader back={<Back to={paths.plugins}>{t('title')}</Back>} title={t('consent.title')} />
      {gone ? (
        <div className="sj-table is-empty">
          <EmptyState
            icon={<FileSearchOutlined />}
            title={t('consent.gone')}
            hint={t('consent.goneHint')}
            action={<UploadPlugin />}
          />
        </div>
      ) : installed.isError ? (
        <ErrorBlock error={installed.error} onRetry={() => void installed.refetch()} />
      ) : fetched.isError ? (
        <ErrorBlock error={fetched.error} onRetry={() => void fetched.refetch()} />
      ) : (
        <div aria-busy="true">
          <p className="sj-muted" role="status">
            {t('consent.checking', { name: name || waiting?.name || '' })}
          </p>
          <TextSkeleton lines={6} />
        </div>
      )}
    </PageBody>
  );
}
