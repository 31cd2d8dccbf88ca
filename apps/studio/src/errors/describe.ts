import type { TFunction } from 'i18next';
import { isApiError } from '../api/error.js';
import { localText } from '../i18n/local-text.js';
import type { Language } from '../i18n/resources.js';

export interface ErrorWords {
  /** What happened. */
  readonly title: string;
  /** What to do now. */
  readonly remedy?: string;
}

/** The engine's own words where it has some; for the rest what its status means to the person in front of it. */
export function describeError(error: unknown, t: TFunction, language: Language): ErrorWords {
  if (!isApiError(error)) return { title: t('error.unexpected.title'), remedy: t('error.unexpected.remedy') };
  const known = `error.code.${error.code.replace(/\./g, '_')}`;
  const title = t(`${known}.title`, { defaultValue: '' });
  if (title) return { title, remedy: t(`${known}.remedy`, { defaultValue: '' }) || undefined };
  if (error.status === 0) return { title: t('error.network.title'), remedy: t('error.network.remedy') };
  const own = /^HTTP \d+$/.test(error.message) ? '' : localText(error.text, language);
  const kind = kindOf(error.status);
  return own
    ? { title: own, remedy: undefined }
    : { title: t(`error.${kind}.title`), remedy: t(`error.${kind}.remedy`) };
}

function kindOf(status: number): 'signedOut' | 'forbidden' | 'missing' | 'busy' | 'server' | 'refused' {
  if (status === 401) return 'signedOut';
  if (status === 403) return 'forbidden';
  if (status === 404) return 'missing';
  if (status === 429) return 'busy';
  return status >= 500 ? 'server' : 'refused';
}
