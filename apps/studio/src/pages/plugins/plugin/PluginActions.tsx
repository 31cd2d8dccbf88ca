import { useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import {
  pluginUsageQuery,
  usePluginSwitch,
  useUninstallPlugin,
  type PluginRow,
  type PluginUsage,
} from '../../../api/plugins.js';
import { useErrorToast } from '../../../errors/useErrorToast.js';
import { useLanguage } from '../../../i18n/index.js';
import { localText } from '../../../i18n/local-text.js';
import { paths } from '../../../routes/paths.js';
import { useMayInstall } from '../useMayInstall.js';
import { peopleIn } from './people.js';
import { UsageList } from './UsageList.js';

/** Switch off, switch on, uninstall; each says first whom it concerns. */
export function PluginActions({ plugin }: { readonly plugin: PluginRow }) {
  const { t } = useTranslation('plugins');
  const language = useLanguage();
  const navigate = useNavigate();
  const { modal, message } = App.useApp();
  const toastError = useErrorToast();
  const client = useQueryClient();
  const mayInstall = useMayInstall();
  const turn = usePluginSwitch(plugin.id);
  const uninstall = useUninstallPlugin(plugin.id);
  const [asking, setAsking] = useState(false);
  const name = localText(plugin.title, language);
  if (!mayInstall) return null;

  const ask = async (deed: 'disable' | 'uninstall') => {
    setAsking(true);
    let usage: PluginUsage | undefined;
    try {
      usage = await client.fetchQuery(pluginUsageQuery(plugin.id));
    } catch (error) {
      toastError(error);
    }
    setAsking(false);
    if (usage === undefined) return;
    const people = peopleIn(usage);
    if (deed === 'uninstall' && usage.inUse) {
      const goTo = (journey: number): void => {
        asked.destroy();
        void navigate(paths.attentionOf(journey));
      };
      const asked = modal.info({
        title: t('do.uninstall.inUse', { name }),
        width: 520,
        content: (
          <div className="usage-question">
            <p>{t('do.uninstall.inUseWords')}</p>
            {usage.journeys.some((one) => one.state === 'archived') ? <p>{t('do.uninstall.inUseArchived')}</p> : null}
            <UsageList usage={usage} onParked={goTo} />
          </div>
        ),
        okText: t('do.uninstall.understood'),
      });
      return;
    }
    void modal.confirm({
      title: t(`do.${deed}.title`, { name }),
      width: 520,
      content: (
        <div className="usage-question">
          <p>
            {t(deed === 'disable' && people > 0 ? 'do.disable.wordsPeople' : `do.${deed}.words`, { count: people })}
          </p>
          {usage.journeys.length > 0 ? <UsageList usage={usage} /> : null}
        </div>
      ),
      okText: t(`do.${deed}.ok`),
      okButtonProps: { danger: true },
      cancelText: t('cancel'),
      onOk: () =>
        (deed === 'disable' ? turn.mutateAsync('disable') : uninstall.mutateAsync()).then(
          () => {
            void message.success(t(`do.${deed}.done`, { name }));
            if (deed === 'uninstall') void navigate(paths.plugins);
          },
          (error: unknown) => toastError(error),
        ),
    });
  };

  return (
    <>
      {plugin.state === 'disabled' ? (
        <Button
          type="primary"
          loading={turn.isPending}
          onClick={() =>
            turn.mutate('enable', {
              onSuccess: () => void message.success(t('do.enable.done', { name })),
              onError: toastError,
            })
          }
        >
          {t('do.enable.ok')}
        </Button>
      ) : (
        <Button loading={asking} onClick={() => void ask('disable')}>
          {t('do.disable.ok')}
        </Button>
      )}
      <Button danger loading={asking} onClick={() => void ask('uninstall')}>
        {t('do.uninstall.ok')}
      </Button>
    </>
  );
}
