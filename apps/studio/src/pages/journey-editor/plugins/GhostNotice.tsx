import { DisconnectOutlined } from '@ant-design/icons';
import type { StepKind } from '@sojourn/canvas';
import { pluginOfType, remedyFor } from '@sojourn/journey';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { paths } from '../../../routes/paths.js';
import { useEditor } from '../editor-context.js';

/** Above the settings of a step whose plugin cannot run: why, what happens to people, and where to mend it. */
export function GhostNotice({ type, kind }: { readonly type: string; readonly kind: StepKind | undefined }) {
  const { language } = useEditor();
  const { t } = useTranslation('plugins');
  const plugin = kind?.pin?.plugin ?? pluginOfType(type);
  const state = kind === undefined ? 'missing' : kind.unavailable?.state;
  if (plugin === undefined || state === undefined) return null;
  const remedy = kind?.unavailable?.remedy ?? remedyFor(plugin, state);
  return (
    <div className="ghost-notice" role="note">
      <DisconnectOutlined aria-hidden />
      <div>
        <b>{t(`ghost.${state}`)}</b>
        <p>{remedy[language]}</p>
        <p>{t('ghost.others')}</p>
        <Link to={paths.plugin(plugin)}>{t('ghost.mend', { plugin })}</Link>
      </div>
    </div>
  );
}
