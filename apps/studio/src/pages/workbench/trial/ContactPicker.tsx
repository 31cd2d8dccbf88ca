import { useInfiniteQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { contactsQuery } from '../../../api/contacts.js';
import { contactName } from '../../contacts/contact-name.js';

interface ContactPickerProps {
  readonly ids: readonly number[];
  readonly onChange: (ids: readonly number[]) => void;
}

/** Contacts by name, e-mail, phone or the workspace's own name. */
export function ContactPicker({ ids, onChange }: ContactPickerProps) {
  const { t } = useTranslation('workbench');
  const { t: tStudio } = useTranslation();
  const [search, setSearch] = useState('');
  const found = useInfiniteQuery(contactsQuery({ search: search.trim() || undefined }));
  const options = (found.data?.pages ?? []).flatMap(({ items }) =>
    items.map((contact) => ({ value: contact.id, label: contactName(contact, tStudio) })),
  );
  return (
    <Select
      mode="multiple"
      className="wb-wide"
      aria-label={t('trial.contacts')}
      placeholder={t('trial.contactsPlaceholder')}
      value={[...ids]}
      options={options}
      loading={found.isFetching}
      maxCount={100}
      showSearch={{ filterOption: false, onSearch: setSearch }}
      onChange={onChange}
    />
  );
}
