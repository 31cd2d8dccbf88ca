import { App, Button, type ButtonProps } from 'antd';
import { useTranslation } from 'react-i18next';
import { useRefuseUpgrade, type PluginRow } from '../../../api/plugins.js';
import { useErrorToast } from '../../../errors/useErrorToast.js';
import { useLanguage } from '../../../i18n/index.js';
import { localText } from '../../../i18n/local-text.js';

interface RefuseUpgradeProps {
  readonly plugin: PluginRow;
  readonly size?: ButtonProps['size'];
  readonly onRefused?: () => void;
}

/** Turns down the version that waits for consent, after saying what that means; nothing while none waits. */
export function RefuseUpgrade({ plugin, size = 'medium', onRefused }: RefuseUpgradeProps) {
  const { t } = useTranslation('plugins');
  const language = useLanguage();
  const { modal, message } = App.useApp();
  const toastError = useErrorToast();
  const refuse = useRefuseUpgrade(plugin.id);
  const { pending } = plugin;
  if (pending === null) return null;
  const words = { name: localText(plugin.title, language), version: pending.version, current: plugin.version };
  const ask = () =>
    void modal.confirm({
      title: t('refuse.title', words),
      content: t('refuse.words', words),
      okText: t('refuse.ok'),
      okButtonProps: { danger: true },
      cancelText: t('cancel'),
      onOk: () =>
        refuse.mutateAsync(pending.hash).then(
          () => {
            void message.success(t('refuse.done', words));
            onRefused?.();
          },
          (error: unknown) => toastError(error),
        ),
    });
  return (
    <Button danger size={size} loading={refuse.isPending} onClick={ask}>
      {t('refuse.button', words)}
    </Button>
  );
}
