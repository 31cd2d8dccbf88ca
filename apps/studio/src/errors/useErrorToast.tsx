import { App, Button } from 'antd';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../i18n/index.js';
import { describeError } from './describe.js';

/** Says in a toast what happened and what to do; `retry` adds the button for it. */
export function useErrorToast(): (error: unknown, retry?: unknown) => void {
  const { notification } = App.useApp();
  const { t } = useTranslation();
  const language = useLanguage();
  return useCallback(
    (error, retry) => {
      const { title, remedy } = describeError(error, t, language);
      const key = `error-${title}`;
      notification.error({
        key,
        title,
        description: remedy,
        duration: 8,
        actions:
          typeof retry === 'function' ? (
            <Button
              size="small"
              onClick={() => {
                notification.destroy(key);
                (retry as () => void)();
              }}
            >
              {t('common.retry')}
            </Button>
          ) : undefined,
      });
    },
    [notification, t, language],
  );
}
