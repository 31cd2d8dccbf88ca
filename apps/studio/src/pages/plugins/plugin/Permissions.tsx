import { LocalTime, Panel, TextSkeleton } from '@sojourn/ui';
import { useQuery } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { pluginGrantsQuery, useGrantPlugin, type PluginRow } from '../../../api/plugins.js';
import { ErrorBlock } from '../../../errors/ErrorBlock.js';
import { useErrorToast } from '../../../errors/useErrorToast.js';
import { CapabilityChoice } from '../consent/CapabilityChoice.js';
import { capabilityWords } from '../model/capability-words.js';
import { narrowed, untickedBy, type Unticked } from '../model/narrowing.js';
import { useMayInstall } from '../useMayInstall.js';

/** What it asked for, what it was given, by whom and when; narrowing takes hold at once, in every journey. */
export function Permissions({ plugin }: { readonly plugin: PluginRow }) {
  const { t } = useTranslation('plugins');
  const { message } = App.useApp();
  const toastError = useErrorToast();
  const mayInstall = useMayInstall();
  const grants = useQuery(pluginGrantsQuery(plugin.id));
  const grant = useGrantPlugin(plugin.id);
  const [draft, setDraft] = useState<Unticked>();
  const given = untickedBy(plugin.capabilities, plugin.granted);
  const unticked = draft ?? given;
  const changed = draft !== undefined && (draft.size !== given.size || [...draft].some((key) => !given.has(key)));

  const save = () =>
    grant.mutate(narrowed(plugin.capabilities, unticked), {
      onSuccess: () => {
        setDraft(undefined);
        void message.success(t('permissions.saved'));
      },
      onError: toastError,
    });

  return (
    <div className="columns">
      <Panel
        title={t('consent.may')}
        extra={
          changed ? (
            <>
              <Button size="small" onClick={() => setDraft(undefined)}>
                {t('cancel')}
              </Button>
              <Button size="small" type="primary" loading={grant.isPending} onClick={save}>
                {t('permissions.save')}
              </Button>
            </>
          ) : mayInstall && plugin.capabilities.length > 0 ? (
            t('consent.untick')
          ) : undefined
        }
      >
        {plugin.capabilities.length === 0 ? (
          <p className="sj-muted plugin-description">{t('consent.mayNothingHint')}</p>
        ) : (
          <ul className="capabilities">
            {plugin.capabilities.map((capability, index) => (
              <CapabilityChoice
                key={index}
                capability={capability}
                index={index}
                unticked={unticked}
                onChange={mayInstall ? setDraft : undefined}
              />
            ))}
          </ul>
        )}
      </Panel>
      <Panel title={t('permissions.history')}>
        {grants.isError ? (
          <ErrorBlock error={grants.error} onRetry={() => void grants.refetch()} />
        ) : grants.data === undefined ? (
          <TextSkeleton />
        ) : (
          <ol className="grant-history" tabIndex={0} aria-label={t('permissions.history')}>
            {grants.data.map((one, index) => (
              <li key={index}>
                <p>
                  <LocalTime at={one.at} /> · <b>{one.by ?? t('permissions.somebody')}</b>
                  {one.version ? <span className="sj-faint"> · {one.version}</span> : null}
                </p>
                <ul>
                  {one.capabilities.length === 0 ? <li>{t('consent.mayNothing')}</li> : null}
                  {one.capabilities.map((capability, at) => (
                    <li key={at}>{capabilityWords(t, capability)}</li>
                  ))}
                </ul>
              </li>
            ))}
          </ol>
        )}
      </Panel>
    </div>
  );
}
