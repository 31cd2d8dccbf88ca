import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { paths } from '../../../routes/paths.js';
import { useMayInstall } from '../../plugins/useMayInstall.js';
import type { Ghost } from './ghost.js';

/** To the place where a ghost's plugin can be mended: what it asks for where only consent is missing, else its page. */
export function GhostLink({ ghost }: { readonly ghost: Ghost | undefined }) {
  const { t } = useTranslation('plugins');
  const mayInstall = useMayInstall();
  if (ghost === undefined) return null;
  const { plugin, hash, state } = ghost;
  const asks = state === 'no-consent' && mayInstall && hash !== undefined;
  return (
    <Link to={asks ? paths.pluginConsent({ hash }) : paths.plugin(plugin)} className="ghost-link">
      {asks ? t('ghost.consent') : t('ghost.mend', { plugin })}
    </Link>
  );
}
