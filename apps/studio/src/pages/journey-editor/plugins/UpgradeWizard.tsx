import { TextSkeleton } from '@sojourn/ui';
import { useQuery } from '@tanstack/react-query';
import { Button, Modal, Steps } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { JourneyView } from '../../../api/index.js';
import { previewUpgrade, type PluginUpgrade } from '../../../api/journey-plugins.js';
import { ErrorBlock } from '../../../errors/ErrorBlock.js';
import type { Draft } from '../draft/useDraft.js';
import { useEditor } from '../editor-context.js';
import { UpgradeChanges } from './UpgradeChanges.js';
import { UpgradeCompared } from './UpgradeCompared.js';
import { UpgradeDo } from './UpgradeDo.js';

interface UpgradeWizardProps {
  readonly upgrade: PluginUpgrade;
  readonly draft: Draft;
  readonly onJourney: (journey: JourneyView) => void;
  readonly onClose: () => void;
}

/** How many contacts old and new are compared on. */
const SAMPLE = 50;
const STEPS = ['changes', 'compared', 'do'] as const;

/** From one version of a plugin to another, for one journey: what changes, for whom it would, then do it. */
export function UpgradeWizard({ upgrade, draft, onJourney, onClose }: UpgradeWizardProps) {
  const { journey, kinds, language } = useEditor();
  const { t } = useTranslation('plugins');
  const [step, setStep] = useState(0);
  const name = kinds.get(upgrade.type)?.title[language] ?? upgrade.type;
  const preview = useQuery({
    queryKey: ['upgrade-preview', journey.id, upgrade.type, upgrade.to.hash],
    queryFn: async ({ signal }) => {
      // The engine looks at the draft it has: what is drawn here goes there first.
      await draft.saver.flush();
      return previewUpgrade(journey.id, { type: upgrade.type, toHash: upgrade.to.hash, contacts: SAMPLE }, signal);
    },
    gcTime: 0,
    retry: false,
    refetchOnWindowFocus: false,
  });
  const at = STEPS[step] ?? 'changes';
  return (
    <Modal
      open
      width={760}
      title={t('upgrade.title', { name, before: upgrade.from.version, after: upgrade.to.version })}
      onCancel={onClose}
      footer={
        <div className="upgrade-foot">
          {step > 0 ? <Button onClick={() => setStep(step - 1)}>{t('upgrade.back')}</Button> : null}
          <span className="toolbar-end" />
          <Button onClick={onClose}>{t('upgrade.close')}</Button>
          {at === 'do' ? null : (
            <Button type="primary" disabled={preview.data === undefined} onClick={() => setStep(step + 1)}>
              {t('upgrade.next')}
            </Button>
          )}
        </div>
      }
    >
      <Steps
        size="small"
        className="upgrade-steps"
        current={step}
        items={STEPS.map((one) => ({ title: t(`upgrade.step.${one}`) }))}
      />
      {preview.isError ? (
        <ErrorBlock error={preview.error} onRetry={() => void preview.refetch()} />
      ) : preview.data === undefined ? (
        <div aria-busy="true">
          <p className="sj-muted" role="status">
            {t('upgrade.working')}
          </p>
          <TextSkeleton lines={5} />
        </div>
      ) : at === 'changes' ? (
        <UpgradeChanges preview={preview.data} type={upgrade.type} />
      ) : at === 'compared' ? (
        <UpgradeCompared preview={preview.data} type={upgrade.type} />
      ) : (
        <UpgradeDo upgrade={upgrade} draft={draft} preview={preview.data} onJourney={onJourney} onClose={onClose} />
      )}
    </Modal>
  );
}
