import { useTranslation } from 'react-i18next';

/** Stands for a title that is on its way; those who do not see it hear that it is. */
export function TitleWait() {
  const { t } = useTranslation();
  return (
    <>
      <span className="sj-bar title-wait" aria-hidden="true" />
      <span className="sj-visually-hidden">{t('common.loading')}</span>
    </>
  );
}
