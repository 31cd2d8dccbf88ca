import { KeyOutlined } from '@ant-design/icons';
import { EmptyState, TextSkeleton } from '@sojourn/ui';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { credentialsQuery } from '../../../api/plugin-host.js';
import type { PluginRow } from '../../../api/plugins.js';
import { ErrorBlock } from '../../../errors/ErrorBlock.js';
import { CredentialForm } from './CredentialForm.js';

/** Secrets of the workspace that the host puts into the plugin's calls; its code never sees them. */
export function Credentials({ plugin }: { readonly plugin: PluginRow }) {
  const { t } = useTranslation('plugins');
  const credentials = useQuery(credentialsQuery(plugin.id));
  if (credentials.isError) return <ErrorBlock error={credentials.error} onRetry={() => void credentials.refetch()} />;
  if (credentials.data === undefined) return <TextSkeleton lines={4} />;
  if (credentials.data.length === 0)
    return (
      <div className="sj-table is-empty">
        <EmptyState icon={<KeyOutlined />} title={t('credential.none')} hint={t('credential.noneHint')} />
      </div>
    );
  return (
    <div className="stack credentials">
      <p className="plugins-lead">{t('credential.lead')}</p>
      {credentials.data.map((one) => (
        <CredentialForm key={one.name} plugin={plugin.id} credential={one} />
      ))}
    </div>
  );
}
