import { ErrorNotice } from '@sojourn/ui';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../i18n/index.js';
import { describeError } from './describe.js';

export interface ErrorBlockProps {
  readonly error: unknown;
  readonly onRetry?: () => void;
  /** Stands alone in the middle of a page. */
  readonly page?: boolean;
}

/** Stands where the data would have stood. */
export function ErrorBlock({ error, onRetry, page = false }: ErrorBlockProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { title, remedy } = describeError(error, t, language);
  return (
    <ErrorNotice
      title={title}
      remedy={remedy}
      page={page}
      action={onRetry ? { label: t('common.retry'), onClick: onRetry } : undefined}
    />
  );
}
