import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { PluginRow } from '../../../api/plugins.js';
import { useLanguage } from '../../../i18n/index.js';
import { localText } from '../../../i18n/local-text.js';
import { paths } from '../../../routes/paths.js';
import { RefuseUpgrade } from '../consent/RefuseUpgrade.js';
import { useMayInstall } from '../useMayInstall.js';

/** What is the matter and what to do now; nothing while all is well. */
export function StateNotice({ plugin }: { readonly plugin: PluginRow }) {
  const { t } = useTranslation('plugins');
  const language = useLanguage();
  const navigate = useNavigate();
  const mayInstall = useMayInstall();
  const { state, pending, update } = plugin;
  return (
    <div className="state-notices">
      {state === 'active' ? null : (
        <Alert
          showIcon
          type={state === 'disabled' ? 'warning' : 'error'}
          title={t(`notice.${state}.title`, { defaultValue: t('notice.other.title') })}
          description={[
            localText(plugin.revoked?.reason, language),
            t(`notice.${state}.words`, { defaultValue: t('notice.other.words') }),
          ]
            .filter(Boolean)
            .join(' · ')}
        />
      )}
      {pending ? (
        <Alert
          showIcon
          type="warning"
          title={t('notice.pending.title', { version: pending.version })}
          description={t('notice.pending.words', { version: plugin.version })}
          action={
            mayInstall ? (
              <span className="notice-deeds">
                <RefuseUpgrade plugin={plugin} size="small" />
                <Button size="small" onClick={() => void navigate(paths.pluginConsent({ hash: pending.hash }))}>
                  {t('notice.pending.look')}
                </Button>
              </span>
            ) : undefined
          }
        />
      ) : update ? (
        <Alert
          showIcon
          type="info"
          title={t('notice.update.title', { version: update.version })}
          description={t('notice.update.words')}
          action={
            mayInstall ? (
              <Button
                size="small"
                onClick={() => void navigate(paths.pluginConsent({ name: plugin.name, version: update.version }))}
              >
                {t('notice.update.look')}
              </Button>
            ) : undefined
          }
        />
      ) : null}
    </div>
  );
}
