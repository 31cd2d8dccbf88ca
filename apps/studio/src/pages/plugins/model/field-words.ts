import type { TFunction } from 'i18next';

const PLAIN = ['email', 'phone', 'externalId', 'language', 'timeZone', 'tags', 'event', 'id', 'name'] as const;

/** `attributes.city` as a person would say it: the attribute “city”. */
export function fieldWords(t: TFunction, field: string): string {
  const plain = PLAIN.find((one) => one === field);
  if (plain) return t(`plugins:field.${plain}`);
  const at = field.indexOf('.');
  const group = at < 0 ? field : field.slice(0, at);
  const name = at < 0 ? '*' : field.slice(at + 1);
  if (!['attributes', 'variables', 'events', 'tags', 'identities'].includes(group)) return field;
  return name === '*' ? t(`plugins:field.all.${group}`) : t(`plugins:field.one.${group}`, { name });
}

export function listWords(t: TFunction, words: readonly string[]): string {
  return words.join(t('plugins:comma'));
}
