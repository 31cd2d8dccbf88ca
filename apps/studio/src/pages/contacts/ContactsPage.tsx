import { ContactsOutlined, PlusOutlined } from '@ant-design/icons';
import { DataTable, EmptyState, LocalTime, PageBody, PageHeader } from '@sojourn/ui';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Button, Select, type TableProps } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { contactsQuery, tagsQuery } from '../../api/contacts.js';
import type { ContactRow } from '../../api/types.js';
import { ErrorBlock } from '../../errors/ErrorBlock.js';
import { paths } from '../../routes/paths.js';
import { LoadMore } from '../../shared/LoadMore.js';
import { SearchField } from '../../shared/SearchField.js';
import { useNumber } from '../../shared/useNumber.js';
import { usePageTitle } from '../../shared/usePageTitle.js';
import { useAddressValue, useSearchText } from '../../shared/useSearchState.js';
import { contactName } from './contact-name.js';
import { CreateContact } from './CreateContact.js';
import { TagList } from './TagList.js';
import './contacts.css';

export function ContactsPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { number } = useNumber();
  const search = useSearchText();
  const [tag, setTag] = useAddressValue('tag');
  const [creating, setCreating] = useState(false);
  const tags = useQuery(tagsQuery);
  const contacts = useInfiniteQuery(contactsQuery({ search: search.asked, tag }));
  const rows = contacts.data?.pages.flatMap((page) => page.items);
  const total = contacts.data?.pages[0]?.total;
  const filtered = search.asked !== undefined || tag !== undefined;
  usePageTitle(t('nav.contacts'));

  const columns: TableProps<ContactRow>['columns'] = [
    {
      title: t('contact.column.name'),
      key: 'name',
      render: (_, contact) => (
        <div className="cell-title">
          <Link to={paths.contact(contact.id)}>{contactName(contact, t)}</Link>
          <span>{contact.externalId ?? `#${contact.id}`}</span>
        </div>
      ),
    },
    {
      title: t('contact.column.reach'),
      key: 'reach',
      width: '24%',
      render: (_, { email, phone }) => (
        <div className="cell-title">
          {email ? <span className="contact-mail">{email}</span> : null}
          {phone ? <span className="sj-number">{phone}</span> : null}
          {email || phone ? null : <span>–</span>}
        </div>
      ),
    },
    {
      title: t('contact.column.tags'),
      key: 'tags',
      width: '22%',
      render: (_, row) => <TagList tags={row.tags} limit={3} />,
    },
    { title: t('contact.column.seen'), key: 'seen', width: 144, render: (_, row) => <LocalTime at={row.lastSeenAt} /> },
    {
      title: t('contact.column.since'),
      key: 'since',
      width: 132,
      render: (_, row) => <LocalTime at={row.createdAt} style="date" />,
    },
  ];

  const create = (
    <Button icon={<PlusOutlined />} onClick={() => setCreating(true)}>
      {t('contact.create.button')}
    </Button>
  );
  return (
    <PageBody>
      <PageHeader title={t('nav.contacts')} subtitle={t('contact.lead')} actions={create} />
      <div className="toolbar">
        <SearchField value={search.typed} onChange={search.setTyped} placeholder={t('contact.search')} width={320} />
        <Select
          allowClear
          showSearch
          style={{ minWidth: 180 }}
          value={tag ?? null}
          placeholder={t('contact.allTags')}
          aria-label={t('contact.column.tags')}
          options={(tags.data ?? []).map((one) => ({ value: one.tag, label: `${one.tag} (${number(one.count)})` }))}
          onChange={(value: string | null | undefined) => setTag(value ?? undefined)}
        />
        {total === undefined ? null : (
          <span className="toolbar-end sj-muted sj-number">
            {t('contact.total', { count: total, shown: number(total) })}
          </span>
        )}
      </div>
      {contacts.isError ? (
        <ErrorBlock error={contacts.error} onRetry={() => void contacts.refetch()} />
      ) : (
        <DataTable
          label={t('nav.contacts')}
          rows={rows}
          refreshing={contacts.isPlaceholderData}
          rowKey="id"
          columns={columns}
          onRow={({ id }) => ({
            className: 'is-clickable',
            onClick: (event) => {
              if (!(event.target as HTMLElement).closest('a, button')) void navigate(paths.contact(id));
            },
          })}
          footer={
            rows && rows.length > 0 ? (
              <LoadMore
                shown={rows.length}
                total={total}
                hasMore={contacts.hasNextPage}
                loading={contacts.isFetchingNextPage}
                onMore={() => void contacts.fetchNextPage()}
              />
            ) : null
          }
          empty={
            filtered ? (
              <EmptyState
                title={t('contact.noMatch')}
                action={
                  <Button
                    onClick={() => {
                      search.setTyped('');
                      void navigate(paths.contacts);
                    }}
                  >
                    {t('common.clearFilters')}
                  </Button>
                }
              />
            ) : (
              <EmptyState
                icon={<ContactsOutlined />}
                title={t('contact.empty.title')}
                hint={t('contact.empty.hint')}
                action={
                  <Link to={paths.settingsPage('api-keys')}>
                    <Button type="primary">{t('contact.empty.action')}</Button>
                  </Link>
                }
              />
            )
          }
        />
      )}
      <CreateContact open={creating} onClose={() => setCreating(false)} />
    </PageBody>
  );
}
