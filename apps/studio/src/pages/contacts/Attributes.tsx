import { CloseOutlined, EditOutlined, PlusOutlined } from '@ant-design/icons';
import { Panel } from '@sojourn/ui';
import { AutoComplete, Button, Input, Space, Tooltip } from 'antd';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { attributesQuery, useChangeContact } from '../../api/contacts.js';
import type { ContactView } from '../../api/types.js';
import { useErrorToast } from '../../errors/useErrorToast.js';
import { fromText, toText } from './attribute-text.js';

/** What is known about the person, changed one field at a time. */
export function Attributes({ contact }: { readonly contact: ContactView }) {
  const { t } = useTranslation();
  const toastError = useErrorToast();
  const change = useChangeContact(contact.id);
  const known = useQuery(attributesQuery).data ?? [];
  const [editing, setEditing] = useState<string>();
  const [adding, setAdding] = useState(false);
  const [draft, setDraft] = useState({ name: '', value: '' });
  const entries = Object.entries(contact.attributes).sort(([a], [b]) => a.localeCompare(b));

  const save = (name: string, value: unknown, done: () => void) =>
    change.mutate({ attributes: { [name]: value } }, { onSuccess: done, onError: toastError });

  return (
    <Panel
      title={t('contact.attributes')}
      extra={
        <Tooltip title={t('contact.addAttribute')}>
          <Button
            type="text"
            size="small"
            icon={<PlusOutlined />}
            aria-label={t('contact.addAttribute')}
            onClick={() => {
              setDraft({ name: '', value: '' });
              setEditing(undefined);
              setAdding(true);
            }}
          />
        </Tooltip>
      }
    >
      {adding ? (
        <form
          className="attribute-new"
          onSubmit={(event) => {
            event.preventDefault();
            const name = draft.name.trim();
            if (name && draft.value.trim()) save(name, fromText(draft.value, undefined), () => setAdding(false));
          }}
        >
          <AutoComplete
            size="small"
            autoFocus
            value={draft.name}
            placeholder={t('contact.attributeName')}
            aria-label={t('contact.attributeName')}
            options={known
              .filter(({ path }) => !path.includes('.') && !(path in contact.attributes))
              .map(({ path }) => ({ value: path }))}
            onChange={(name: string) => setDraft({ ...draft, name: name ?? '' })}
          />
          <Input
            size="small"
            value={draft.value}
            placeholder={t('contact.attributeValue')}
            aria-label={t('contact.attributeValue')}
            onChange={(event) => setDraft({ ...draft, value: event.target.value })}
          />
          <Space size={4}>
            <Button size="small" type="primary" htmlType="submit" loading={change.isPending}>
              {t('common.add')}
            </Button>
            <Button size="small" type="text" onClick={() => setAdding(false)}>
              {t('common.cancel')}
            </Button>
          </Space>
        </form>
      ) : null}
      {entries.length === 0 && !adding ? <span className="sj-faint">{t('contact.noAttributes')}</span> : null}
      <dl className="facts">
        {entries.map(([name, value]) => (
          <div key={name}>
            <dt title={name} className="sj-ellipsis">
              {name}
            </dt>
            <dd>
              {editing === name ? (
                <Input
                  size="small"
                  autoFocus
                  aria-label={name}
                  value={draft.value}
                  onChange={(event) => setDraft({ name, value: event.target.value })}
                  onPressEnter={() => save(name, fromText(draft.value, value), () => setEditing(undefined))}
                  onKeyDown={(event) => {
                    if (event.key === 'Escape') setEditing(undefined);
                  }}
                  suffix={
                    <Tooltip title={t('contact.removeAttribute')}>
                      <Button
                        type="text"
                        size="small"
                        danger
                        className="attribute-remove"
                        icon={<CloseOutlined />}
                        aria-label={t('contact.removeAttribute')}
                        onMouseDown={(event) => event.preventDefault()}
                        onClick={() => save(name, null, () => setEditing(undefined))}
                      />
                    </Tooltip>
                  }
                  onBlur={() => {
                    if (draft.value === toText(value)) setEditing(undefined);
                    else save(name, fromText(draft.value, value), () => setEditing(undefined));
                  }}
                />
              ) : (
                <button
                  type="button"
                  className="attribute-value"
                  onClick={() => {
                    setAdding(false);
                    setDraft({ name, value: toText(value) });
                    setEditing(name);
                  }}
                >
                  <span className="sj-ellipsis" title={toText(value)}>
                    {typeof value === 'boolean' ? t(value ? 'common.yes' : 'common.no') : toText(value)}
                  </span>
                  <EditOutlined aria-label={t('common.edit')} />
                </button>
              )}
            </dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}
