import { App, ConfigProvider, type ConfigProviderProps } from 'antd';
import { createContext, useContext, useLayoutEffect, useMemo, useSyncExternalStore, type ReactNode } from 'react';
import { antdTheme, FONT_FAMILY, MONO_FAMILY } from './antd-theme.js';
import { customProperties } from './custom-properties.js';
import { palettes, type Palette, type ThemeName } from './palette.js';
import './base.css';

/** What every block may ask about its surroundings. */
export interface Surroundings {
  readonly theme: ThemeName;
  readonly palette: Palette;
  /** BCP 47: `en`, `zh-CN`. */
  readonly language: string;
  /** IANA zone in which times are shown unless a block says otherwise. */
  readonly timeZone: string;
}

const SurroundingsContext = createContext<Surroundings>({
  theme: 'light',
  palette: palettes.light,
  language: 'en',
  timeZone: 'UTC',
});

export interface SojournThemeProps {
  readonly theme: ThemeName;
  readonly language: string;
  readonly timeZone: string;
  /** antd's own texts in the same language. */
  readonly antdLocale: ConfigProviderProps['locale'];
  readonly children: ReactNode;
}

/** Puts palette, type and language around the studio; toasts and dialogs come from antd's `App.useApp()` inside it. */
export function SojournTheme({ theme, language, timeZone, antdLocale, children }: SojournThemeProps) {
  const palette = palettes[theme];
  const calm = useReducedMotion();

  useLayoutEffect(() => {
    const root = document.documentElement;
    root.dataset['theme'] = theme;
    root.lang = language;
    root.style.colorScheme = theme;
    root.style.setProperty('--sj-font', FONT_FAMILY);
    root.style.setProperty('--sj-mono', MONO_FAMILY);
    for (const [name, value] of Object.entries(customProperties(palette))) root.style.setProperty(name, value);
  }, [theme, language, palette]);

  const tokens = useMemo(() => antdTheme(theme, { motion: !calm }), [theme, calm]);
  const surroundings = useMemo(() => ({ theme, palette, language, timeZone }), [theme, palette, language, timeZone]);
  return (
    <SurroundingsContext value={surroundings}>
      <ConfigProvider
        theme={tokens}
        {...(antdLocale ? { locale: antdLocale } : {})}
        button={{ autoInsertSpace: false }}
        wave={{ disabled: true }}
      >
        <App className="sj-app" message={{ maxCount: 3 }} notification={{ placement: 'bottomRight' }}>
          {children}
        </App>
      </ConfigProvider>
    </SurroundingsContext>
  );
}

export function useSurroundings(): Surroundings {
  return useContext(SurroundingsContext);
}

const reducedMotion = () => window.matchMedia('(prefers-reduced-motion: reduce)');

/** Whether the system asks for stillness; follows a change at once. */
export function useReducedMotion(): boolean {
  return useSyncExternalStore(
    (listener) => {
      const query = reducedMotion();
      query.addEventListener('change', listener);
      return () => query.removeEventListener('change', listener);
    },
    () => reducedMotion().matches,
  );
}
