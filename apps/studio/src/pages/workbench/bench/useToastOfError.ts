import { App } from 'antd';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { describeError } from '../../../errors/describe.js';
import { useLanguage } from '../../../i18n/index.js';

/** Says in a toast what the engine would not do, and what to do about it. */
export function useToastOfError(): (error: unknown) => void {
  const { message } = App.useApp();
  const { t } = useTranslation();
  const language = useLanguage();
  return useCallback(
    (error: unknown) => {
      const { title, remedy } = describeError(error, t, language);
      void message.error([title, remedy].filter(Boolean).join(' '), 8);
    },
    [message, t, language],
  );
}
