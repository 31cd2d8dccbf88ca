import { useQuery } from '@tanstack/react-query';
import { App, Button, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { tagsQuery, useChangeContact } from '../../api/contacts.js';
import type { ContactView } from '../../api/types.js';
import { useErrorToast } from '../../errors/useErrorToast.js';

/** Adds and removes at once; a removed tag can be taken back from the toast. */
export function TagEditor({ contact }: { readonly contact: ContactView }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const toastError = useErrorToast();
  const change = useChangeContact(contact.id);
  const known = useQuery(tagsQuery).data ?? [];

  const apply = (addTags: string[], removeTags: string[]) =>
    change.mutate(
      { ...(addTags.length ? { addTags } : {}), ...(removeTags.length ? { removeTags } : {}) },
      {
        onError: toastError,
        onSuccess: () => {
          if (removeTags.length === 0) return;
          const key = `tags-${contact.id}`;
          void message.open({
            key,
            type: 'success',
            duration: 5,
            content: (
              <>
                {t('contact.tagRemoved', { tag: removeTags.join(', ') })}{' '}
                <Button
                  type="link"
                  size="small"
                  onClick={() => {
                    message.destroy(key);
                    apply(removeTags, []);
                  }}
                >
                  {t('common.undo')}
                </Button>
              </>
            ),
          });
        },
      },
    );

  return (
    <Select<string[]>
      mode="tags"
      className="tag-editor"
      value={change.isPending ? merged() : contact.tags}
      aria-label={t('contact.tags')}
      placeholder={t('contact.addTag')}
      options={known.map(({ tag }) => ({ value: tag }))}
      tokenSeparators={[',', '，', '、']}
      maxTagTextLength={24}
      onChange={(next) => {
        const added = next.map((tag) => tag.trim()).filter((tag) => tag !== '' && !contact.tags.includes(tag));
        const removed = contact.tags.filter((tag) => !next.includes(tag));
        if (added.length + removed.length > 0) apply(added, removed);
      }}
    />
  );

  /** What the tags will be once the engine has agreed. */
  function merged(): string[] {
    const { addTags = [], removeTags = [] } = change.variables ?? {};
    return [...contact.tags.filter((tag) => !removeTags.includes(tag)), ...addTags];
  }
}
