import i18next from 'i18next';
import { useTranslation } from 'react-i18next';
import { initReactI18next } from 'react-i18next';
import { preferences, setPreferences } from '../preferences/preferences.js';
import { LANGUAGES, resources, type Language } from './resources.js';

export { LANGUAGES, LANGUAGE_NAMES, type Language } from './resources.js';

/** All texts are small and come with the program, so that a switch of language is one frame. */
export function startI18n(): void {
  const all = resources();
  void i18next.use(initReactI18next).init({
    lng: preferences().language ?? languageOfBrowser(),
    fallbackLng: 'en',
    supportedLngs: [...LANGUAGES],
    ns: Object.keys(all.en),
    defaultNS: 'studio',
    resources: all,
    interpolation: { escapeValue: false },
    returnNull: false,
    // A key without a text is a mistake of ours: said aloud, so that the browser specs hear it on every page they open.
    saveMissing: true,
    // Who gives a default has looked whether there is a text, and is answered.
    missingKeyHandler: (_, namespace, key, fallback: string) => {
      if (fallback === key) console.error(`No text for ${namespace}:${key}`);
    },
  });
}

export function setLanguage(language: Language): void {
  setPreferences({ language });
  void i18next.changeLanguage(language);
}

/** The language in force, as one of ours. */
export function useLanguage(): Language {
  const { i18n } = useTranslation();
  return i18n.language === 'zh-CN' ? 'zh-CN' : 'en';
}

function languageOfBrowser(): Language {
  return navigator.languages.some((tag) => /^zh\b/i.test(tag)) && !/^en\b/i.test(navigator.language) ? 'zh-CN' : 'en';
}
