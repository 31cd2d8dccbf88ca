import { useCallback } from 'react';
import { useLanguage } from '../i18n/index.js';

/** Numbers in the reader's way of writing them; `share` answers percents, or a dash where there is nothing to divide by. */
export function useNumber() {
  const language = useLanguage();
  const number = useCallback((value: number) => value.toLocaleString(language), [language]);
  const share = useCallback(
    (part: number, whole: number) =>
      whole > 0 ? (part / whole).toLocaleString(language, { style: 'percent', maximumFractionDigits: 1 }) : '–',
    [language],
  );
  return { number, share };
}
