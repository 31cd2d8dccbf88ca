import { CheckCircleOutlined } from '@ant-design/icons';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { journeyQuery, publishJourney, type JourneyView } from '../../../api/index.js';
import {
  pluginUpgradesQuery,
  useApplyUpgrade,
  type PluginUpgrade,
  type UpgradePreview,
} from '../../../api/journey-plugins.js';
import { useErrorToast } from '../../../errors/useErrorToast.js';
import type { Draft } from '../draft/useDraft.js';
import { useEditor } from '../editor-context.js';

interface UpgradeDoProps {
  readonly upgrade: PluginUpgrade;
  readonly draft: Draft;
  readonly preview: UpgradePreview;
  readonly onJourney: (journey: JourneyView) => void;
  readonly onClose: () => void;
}

/** Into the draft first, then live; people who are under way finish on the version they began with. */
export function UpgradeDo({ upgrade, draft, preview, onJourney, onClose }: UpgradeDoProps) {
  const { journey } = useEditor();
  const { t } = useTranslation('plugins');
  const { message } = App.useApp();
  const toast = useErrorToast();
  const client = useQueryClient();
  const apply = useApplyUpgrade(journey.id);
  const [applied, setApplied] = useState(false);
  const [publishing, setPublishing] = useState(false);
  const rollback = useQuery(pluginUpgradesQuery(journey.id)).data?.rollbacks.find(
    ({ type, to }) => type === upgrade.type && to.hash === upgrade.from.hash,
  );
  const faulty = preview.nodes.some((node) => node.after === null);
  const lossy = preview.nodes.some((node) => node.lossy.length > 0);

  const change = async (back: boolean) => {
    try {
      await draft.saver.flush();
      const toHash = back ? upgrade.from.hash : upgrade.to.hash;
      await apply.mutateAsync({ type: upgrade.type, toHash, revision: draft.saver.revision(), back });
      await draft.saver.resolve('theirs');
      setApplied(!back);
    } catch (error) {
      toast(error);
    }
  };
  const publish = async () => {
    setPublishing(true);
    try {
      await publishJourney(journey.id, draft.saver.revision());
      onJourney(await client.fetchQuery({ ...journeyQuery(journey.id), staleTime: 0 }));
      void client.invalidateQueries({ queryKey: ['journey-versions', journey.id] });
      void message.success(t('upgrade.published'));
      onClose();
    } catch (error) {
      toast(error);
    } finally {
      setPublishing(false);
    }
  };

  return (
    <div className="upgrade-do">
      {lossy && !applied ? <Alert type="warning" showIcon title={t('upgrade.lossyWarning')} /> : null}
      <section>
        <h3>
          {applied ? <CheckCircleOutlined className="all-well-icon" aria-hidden /> : '1. '}
          {t('upgrade.applyTitle')}
        </h3>
        <p className="sj-muted">{t(applied ? 'upgrade.applied' : 'upgrade.applyWords')}</p>
        {applied && !rollback ? null : applied ? (
          <Button loading={apply.isPending} onClick={() => void change(true)}>
            {t('upgrade.rollback', { version: upgrade.from.version })}
          </Button>
        ) : (
          <Button type="primary" disabled={faulty} loading={apply.isPending} onClick={() => void change(false)}>
            {t('upgrade.apply')}
          </Button>
        )}
      </section>
      <section>
        <h3>2. {t('upgrade.publishTitle')}</h3>
        <p className="sj-muted">{t('upgrade.publishWords')}</p>
        <Button
          type={applied ? 'primary' : 'default'}
          disabled={!applied}
          loading={publishing}
          onClick={() => void publish()}
        >
          {t('upgrade.publish')}
        </Button>
      </section>
      <p className="sj-faint">{t('upgrade.rollbackNote')}</p>
    </div>
  );
}
