import { Tooltip } from 'antd';
import { useTranslation } from 'react-i18next';
import type { ParkedRun } from '../../api/attention.js';
import { Link } from 'react-router';
import { useLanguage } from '../../i18n/index.js';
import { useNodeTypes } from '../../reasons/useNodeTypes.js';
import { paths } from '../../routes/paths.js';
import { reasonWords } from './reason-words.js';

/** Why a run is parked: in plain words, and below what was said exactly. */
export function Reason({ run }: { readonly run: Pick<ParkedRun, 'reason' | 'node'> }) {
  const { t } = useTranslation('attention');
  const language = useLanguage();
  const types = useNodeTypes();
  const { words, detail, plugin } = reasonWords(run.reason, run.node.type, { t, types, language });
  return (
    <div className="parked-reason">
      <span>{words}</span>
      {plugin ? <Link to={paths.plugin(plugin)}>{t('plugins:ghost.mend', { plugin })}</Link> : null}
      {detail ? (
        <Tooltip title={detail} placement="bottomLeft" styles={{ root: { maxWidth: 480 } }}>
          <code tabIndex={0}>{detail}</code>
        </Tooltip>
      ) : null}
    </div>
  );
}
