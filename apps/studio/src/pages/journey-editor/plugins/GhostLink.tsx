import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { paths } from '../../../routes/paths.js';

/** Beside the problems of a ghost: the place where its plugin can be mended. */
export function GhostLink({ plugin }: { readonly plugin: string | undefined }) {
  const { t } = useTranslation('plugins');
  if (plugin === undefined) return null;
  return (
    <Link to={paths.plugin(plugin)} className="ghost-link">
      {t('ghost.mend', { plugin })}
    </Link>
  );
}
