import { ArrowUpOutlined, SwapOutlined } from '@ant-design/icons';
import { compareVersions, useCanvasStore } from '@sojourn/canvas';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { pluginUpgradesQuery, type PluginUpgrade } from '../../../api/journey-plugins.js';
import type { JourneyView } from '../../../api/index.js';
import type { Draft } from '../draft/useDraft.js';
import { useEditor } from '../editor-context.js';

const UpgradeWizard = lazy(async () => ({ default: (await import('./UpgradeWizard.js')).UpgradeWizard }));

interface UpgradeBannerProps {
  readonly draft: Draft;
  readonly onJourney: (journey: JourneyView) => void;
}

/** Says that a newer version of a plugin of this drawing is installed; nothing changes until somebody takes the steps. */
export function UpgradeBanner({ draft, onJourney }: UpgradeBannerProps) {
  const { journey, kinds, language } = useEditor();
  const { t } = useTranslation('plugins');
  const readOnly = useCanvasStore(draft.store, (state) => state.readOnly);
  // What the drawing stands on may change with every edit of its steps; their number is close enough, and cheap.
  const drawn = useCanvasStore(draft.store, (state) => Object.keys(state.document.plugins ?? {}).length);
  const upgrades = useQuery({ ...pluginUpgradesQuery(journey.id), enabled: drawn > 0 }).data;
  const [chosen, setChosen] = useState<PluginUpgrade>();
  const [later, setLater] = useState(false);
  const isOlder = ({ from, to }: PluginUpgrade) => compareVersions(to.version, from.version) < 0;
  const offered = upgrades?.items.filter(({ nodes }) => nodes.length > 0) ?? [];
  const first = offered[0];
  return (
    <>
      {first && !later && !readOnly ? (
        <div className="je-banner upgrade-banner" role="status">
          {isOlder(first) ? <SwapOutlined aria-hidden /> : <ArrowUpOutlined aria-hidden />}
          <span>
            {t(isOlder(first) ? 'upgrade.bannerOlder' : 'upgrade.banner', {
              name: kinds.get(first.type)?.title[language] ?? first.type,
              before: first.from.version,
              after: first.to.version,
            })}
            {offered.length > 1 ? ` ${t('upgrade.more', { count: offered.length - 1 })}` : ''}
          </span>
          <Button size="small" onClick={() => setLater(true)}>
            {t('upgrade.later')}
          </Button>
          <Button size="small" type="primary" onClick={() => setChosen(first)}>
            {t('upgrade.look')}
          </Button>
        </div>
      ) : null}
      {chosen ? (
        <Suspense fallback={null}>
          <UpgradeWizard upgrade={chosen} draft={draft} onJourney={onJourney} onClose={() => setChosen(undefined)} />
        </Suspense>
      ) : null}
    </>
  );
}
