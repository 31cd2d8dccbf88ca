import type { TFunction } from 'i18next';

interface Named {
  readonly id: number;
  readonly name: string | null;
  readonly email?: string | null;
  readonly externalId?: string | null;
}

/** The best name there is; a contact without any is told by its number. */
export function contactName({ id, name, email, externalId }: Named, t: TFunction): string {
  return name || email || externalId || t('contact.nameless', { id });
}
