import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Alert, Modal, Select, Spin } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { contactsQuery, previewMessage } from '../../../api/index.js';
import { ErrorBlock } from '../../../errors/ErrorBlock.js';
import { useLanguage } from '../../../i18n/index.js';
import { localText, type LocalText } from '../../../i18n/local-text.js';

interface MessagePreviewProps {
  readonly channel: string;
  readonly content: { readonly subject?: string; readonly body: string; readonly format: 'text' | 'mjml' };
  readonly onClose: () => void;
}

/** The message as one contact would get it, rendered by the engine, shown in a frame that can run nothing. */
export function MessagePreview({ channel, content, onClose }: MessagePreviewProps) {
  const { t } = useTranslation('editor');
  const language = useLanguage();
  const [search, setSearch] = useState('');
  const [contactId, setContactId] = useState<number>();
  const contacts = useInfiniteQuery(contactsQuery({ search }));
  const preview = useQuery({
    queryKey: ['message-preview', channel, content, contactId ?? null],
    queryFn: ({ signal }) =>
      previewMessage({ channel, content, ...(contactId !== undefined && { contactId }) }, signal),
    staleTime: 0,
  });
  const message = preview.data as
    | {
        readonly subject?: string | null;
        readonly html?: string | null;
        readonly text?: string | null;
        readonly issues?: readonly { readonly message: LocalText }[];
      }
    | undefined;
  return (
    <Modal open title={t('preview.title')} width={720} footer={null} onCancel={onClose}>
      <div className="je-preview">
        <label className="je-preview-as">
          <span>{t('preview.as')}</span>
          <Select
            aria-label={t('preview.as')}
            style={{ width: 280 }}
            allowClear
            placeholder={t('preview.sample')}
            value={contactId ?? null}
            loading={contacts.isFetching}
            showSearch={{ filterOption: false, onSearch: setSearch }}
            options={(contacts.data?.pages[0]?.items ?? []).map((contact) => ({
              value: contact.id,
              label: contact.name ?? contact.email ?? contact.externalId ?? `#${contact.id}`,
            }))}
            onChange={(id) => setContactId(id ?? undefined)}
          />
        </label>
        {preview.isError ? <ErrorBlock error={preview.error} onRetry={() => void preview.refetch()} /> : null}
        {message?.issues?.map((issue, index) => (
          <Alert key={index} type="warning" showIcon title={localText(issue.message, language)} />
        ))}
        {preview.isPending ? <Spin /> : null}
        {message ? (
          <article className="je-letter">
            {message.subject ? <h3>{message.subject}</h3> : null}
            {message.html ? (
              <iframe title={t('preview.title')} sandbox="" srcDoc={message.html} />
            ) : (
              <p>{message.text}</p>
            )}
          </article>
        ) : null}
      </div>
    </Modal>
  );
}
