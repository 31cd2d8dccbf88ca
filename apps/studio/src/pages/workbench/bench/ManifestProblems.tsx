import { CheckCircleFilled, CloseCircleFilled, WarningFilled } from '@ant-design/icons';
import type { Language } from '@sojourn/canvas';
import { useTranslation } from 'react-i18next';
import type { ReadManifest } from './manifest-text.js';

/** What is wrong with a plugin.json, where, and what to do. */
export function ManifestProblems({ read, language }: { readonly read: ReadManifest; readonly language: Language }) {
  const { t } = useTranslation('workbench');
  if (read.state === 'not-json')
    return (
      <p className="wb-status is-bad" role="status">
        {t('bench.notJson', { message: read.message })}
      </p>
    );
  if (read.issues.length === 0)
    return (
      <p className="wb-status" role="status">
        <span>
          <CheckCircleFilled className="wb-good" aria-hidden /> {t('bench.noProblems')}
        </span>
        <span className="sj-faint">{t('script.keys')}</span>
      </p>
    );
  return (
    <div className="wb-problems" role="status">
      <strong>{t('bench.problems', { count: read.issues.length })}</strong>
      <ul>
        {read.issues.slice(0, 50).map(({ pointer, message, severity }, index) => (
          <li key={`${pointer} ${index}`} data-severity={severity}>
            {severity === 'error' ? <CloseCircleFilled aria-hidden /> : <WarningFilled aria-hidden />}
            <span>
              {message[language]} <code>{pointer || '/'}</code>
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
