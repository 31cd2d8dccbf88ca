import { MessageOutlined } from '@ant-design/icons';
import { EmptyState, LocalTime, TextSkeleton } from '@sojourn/ui';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { inboxQuery } from '../../api/incentives.js';
import { ErrorBlock } from '../../errors/ErrorBlock.js';
import { paths } from '../../routes/paths.js';
import { SearchField } from '../../shared/SearchField.js';
import { usePageTitle } from '../../shared/usePageTitle.js';
import { useAddressValue, useSearchText } from '../../shared/useSearchState.js';
import { MessageView } from './MessageView.js';
import { firstLine } from './first-line.js';
import './inbox.css';

/** What contacts of this workspace would hold in their hands: the built-in channel of messages. */
export function InboxPage() {
  const { t } = useTranslation();
  const search = useSearchText();
  const [chosen, choose] = useAddressValue('message');
  const [contactText, setContact] = useAddressValue('contact');
  const contactId = Number(contactText) > 0 ? Number(contactText) : undefined;
  const inbox = useInfiniteQuery(inboxQuery({ search: search.asked, contactId }));
  const messages = inbox.data?.pages.flatMap((page) => page.items);
  const message = messages?.find(({ id }) => String(id) === chosen) ?? messages?.[0];
  const filtered = search.asked !== undefined || contactId !== undefined;
  usePageTitle(t('nav.inbox'));

  return (
    <div className="inbox">
      <div className="inbox-list">
        <div className="inbox-head">
          <h1>{t('nav.inbox')}</h1>
          <SearchField value={search.typed} onChange={search.setTyped} placeholder={t('inbox.search')} width={0} />
          {contactId !== undefined ? (
            <Button size="small" onClick={() => setContact(undefined)}>
              {t('inbox.everybody')}
            </Button>
          ) : null}
        </div>
        <div className="inbox-items" tabIndex={-1}>
          {inbox.isError ? (
            <ErrorBlock error={inbox.error} onRetry={() => void inbox.refetch()} />
          ) : messages === undefined ? (
            [1, 2, 3, 4, 5, 6].map((key) => (
              <div key={key} className="inbox-item">
                <TextSkeleton lines={3} />
              </div>
            ))
          ) : messages.length === 0 ? (
            <EmptyState
              icon={<MessageOutlined />}
              title={t(filtered ? 'inbox.noMatch' : 'inbox.empty.title')}
              hint={filtered ? undefined : t('inbox.empty.hint')}
              action={
                filtered ? undefined : (
                  <Link to={paths.journeys}>
                    <Button type="primary">{t('inbox.empty.action')}</Button>
                  </Link>
                )
              }
            />
          ) : (
            <ul>
              {messages.map((one) => (
                <li key={one.id}>
                  <button
                    type="button"
                    className={`inbox-item${one.id === message?.id ? ' is-chosen' : ''}`}
                    aria-current={one.id === message?.id ? 'true' : undefined}
                    onClick={() => choose(String(one.id))}
                  >
                    <span className="inbox-item-line">
                      <b className="sj-ellipsis">{one.contact.name ?? `${t('common.unnamed')} #${one.contact.id}`}</b>
                      <LocalTime at={one.at} />
                    </span>
                    <span className="inbox-subject sj-ellipsis">{one.subject || firstLine(one)}</span>
                    <span className="inbox-preview sj-ellipsis">
                      {one.subject ? firstLine(one) : one.journey?.name}
                    </span>
                  </button>
                </li>
              ))}
            </ul>
          )}
          {inbox.hasNextPage ? (
            <div className="inbox-more">
              <Button block size="small" loading={inbox.isFetchingNextPage} onClick={() => void inbox.fetchNextPage()}>
                {t('common.loadMore')}
              </Button>
            </div>
          ) : null}
        </div>
      </div>
      <div className="inbox-reader">
        {message ? (
          <MessageView key={message.id} message={message} onContact={() => setContact(String(message.contact.id))} />
        ) : null}
      </div>
    </div>
  );
}
