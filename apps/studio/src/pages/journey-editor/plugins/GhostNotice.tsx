import { DisconnectOutlined } from '@ant-design/icons';
import type { LocalText, StepKind } from '@sojourn/canvas';
import { remedyFor } from '@sojourn/journey';
import { useTranslation } from 'react-i18next';
import { useEditor } from '../editor-context.js';
import { ghostOfType } from './ghost.js';
import { GhostLink } from './GhostLink.js';

/** Above the settings of a step whose plugin cannot run: why, what happens to people, and where to mend it. */
export function GhostNotice({
  type,
  kind,
  told,
}: {
  readonly type: string;
  readonly kind: StepKind | undefined;
  /** The problem of the step, as far as it is known. */
  readonly told: LocalText | undefined;
}) {
  const { language } = useEditor();
  const { t } = useTranslation('plugins');
  const ghost = ghostOfType(type, kind);
  if (ghost === undefined) return null;
  const remedy = kind?.unavailable?.remedy ?? told ?? remedyFor(ghost.plugin, ghost.state);
  return (
    <div className="ghost-notice" role="note">
      <DisconnectOutlined aria-hidden />
      <div>
        <b>{t(`ghost.${ghost.state}`)}</b>
        <p>{remedy[language]}</p>
        <p>{t('ghost.others')}</p>
        <GhostLink ghost={ghost} />
      </div>
    </div>
  );
}
