import { ErrorNotice } from '@sojourn/ui';
import { useTranslation } from 'react-i18next';
import { useRouteError } from 'react-router';
import { describeError } from '../errors/describe.js';
import { useLanguage } from '../i18n/index.js';

/** A page that failed to draw or to load; the rest of the studio goes on. */
export function PageCrash() {
  const { t } = useTranslation();
  const language = useLanguage();
  const { title, remedy } = describeError(useRouteError(), t, language);
  return (
    <ErrorNotice
      page
      title={title}
      remedy={remedy}
      action={{ label: t('common.reload'), onClick: () => window.location.reload() }}
    />
  );
}
