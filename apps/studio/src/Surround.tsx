import { SojournTheme } from '@sojourn/ui';
import { useQuery } from '@tanstack/react-query';
import enUS from 'antd/es/locale/en_US';
import zhCN from 'antd/es/locale/zh_CN';
import dayjs from 'dayjs';
import 'dayjs/locale/zh-cn';
import { useLayoutEffect, type ReactNode } from 'react';
import { sessionQuery } from './api/session.js';
import { useLanguage } from './i18n/index.js';
import { useThemeName } from './preferences/useThemeName.js';

const ANTD_LOCALES = { en: enUS, 'zh-CN': zhCN } as const;

/** Theme, language and time zone around every page; all three follow a change at once. */
export function Surround({ children }: { readonly children: ReactNode }) {
  const language = useLanguage();
  const theme = useThemeName();
  const { data: session } = useQuery({ ...sessionQuery, enabled: false });
  const timeZone = session?.workspace.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;

  useLayoutEffect(() => {
    dayjs.locale(language === 'zh-CN' ? 'zh-cn' : 'en');
  }, [language]);

  return (
    <SojournTheme theme={theme} language={language} timeZone={timeZone} antdLocale={ANTD_LOCALES[language]}>
      {children}
    </SojournTheme>
  );
}
