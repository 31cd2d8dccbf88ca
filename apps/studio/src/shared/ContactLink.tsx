import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { paths } from '../routes/paths.js';

export function ContactLink({
  contact,
}: {
  readonly contact: { readonly id: number; readonly name: string | null } | null;
}) {
  const { t } = useTranslation();
  if (!contact) return <span className="sj-faint">–</span>;
  return <Link to={paths.contact(contact.id)}>{contact.name ?? `${t('common.unnamed')} #${contact.id}`}</Link>;
}
