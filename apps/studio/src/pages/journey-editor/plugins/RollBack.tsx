import { useCanvasStore, type StepKind } from '@sojourn/canvas';
import { useQuery } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { pluginUpgradesQuery, useApplyUpgrade } from '../../../api/journey-plugins.js';
import { useErrorToast } from '../../../errors/useErrorToast.js';
import { useEditor } from '../editor-context.js';

/** The way back to the plugin's version that the journey was published with before, with the settings it had then. */
export function RollBack({ kind }: { readonly kind: StepKind }) {
  const { journey, store, saver } = useEditor();
  const { t } = useTranslation('plugins');
  const { message } = App.useApp();
  const toast = useErrorToast();
  const readOnly = useCanvasStore(store, (state) => state.readOnly);
  const earlier = useQuery(pluginUpgradesQuery(journey.id)).data?.rollbacks.find(({ type }) => type === kind.type);
  const apply = useApplyUpgrade(journey.id);
  if (earlier === undefined || readOnly) return null;
  const goBack = async () => {
    try {
      await saver.flush();
      await apply.mutateAsync({
        type: kind.type,
        toHash: earlier.to.hash,
        revision: saver.revision(),
        back: true,
      });
      await saver.resolve('theirs');
      void message.success(t('upgrade.rolledBack', { version: earlier.to.version }));
    } catch (error) {
      toast(error);
    }
  };
  return (
    <Button size="small" type="link" loading={apply.isPending} onClick={() => void goBack()}>
      {t('upgrade.rollbackLater', { version: earlier.to.version })}
    </Button>
  );
}
