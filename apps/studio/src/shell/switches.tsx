import {
  BulbOutlined,
  CheckOutlined,
  DesktopOutlined,
  GlobalOutlined,
  MoonOutlined,
  SunOutlined,
} from '@ant-design/icons';
import { Button, Dropdown, Tooltip } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { LANGUAGES, LANGUAGE_NAMES, setLanguage, useLanguage, type Language } from '../i18n/index.js';
import { setPreferences, usePreferences, type ThemeChoice } from '../preferences/preferences.js';

/** One click changes the language where there are two; the button shows the one it changes to. */
export function LanguageSwitch() {
  const { t } = useTranslation();
  const language = useLanguage();
  const other: Language = LANGUAGES.find((candidate) => candidate !== language) ?? 'en';
  return (
    <Tooltip title={t('shell.switchLanguage', { language: LANGUAGE_NAMES[other] })}>
      <Button
        type="text"
        icon={<GlobalOutlined />}
        aria-label={t('shell.switchLanguage', { language: LANGUAGE_NAMES[other] })}
        onClick={() => setLanguage(other)}
      >
        {other === 'en' ? 'English' : '中文'}
      </Button>
    </Tooltip>
  );
}

const ICONS: Readonly<Record<ThemeChoice, ReactNode>> = {
  light: <SunOutlined />,
  dark: <MoonOutlined />,
  system: <DesktopOutlined />,
};

export function ThemeSwitch() {
  const { t } = useTranslation();
  const { theme } = usePreferences();
  const items = (['light', 'dark', 'system'] as const).map((choice) => ({
    key: choice,
    icon: ICONS[choice],
    label: t(`shell.theme.${choice}`),
    extra: choice === theme ? <CheckOutlined aria-label={t('common.chosen')} /> : null,
  }));
  return (
    <Dropdown
      autoFocus
      trigger={['click']}
      menu={{ items, selectedKeys: [theme], onClick: ({ key }) => setPreferences({ theme: key as ThemeChoice }) }}
    >
      <Tooltip title={t('shell.theme.title')}>
        <Button type="text" icon={ICONS[theme] ?? <BulbOutlined />} aria-label={t('shell.theme.title')} />
      </Tooltip>
    </Dropdown>
  );
}
