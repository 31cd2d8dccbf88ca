import type { JsonObject, OfferedManifest } from '@sojourn/canvas';
import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { Button, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { contactsQuery } from '../../../api/index.js';
import { estimateNode, previewNode, validateConfig } from '../../../api/plugin-host.js';
import { useErrorToast } from '../../../errors/useErrorToast.js';
import { useEditor } from '../editor-context.js';
import { HookAnswer, type Answer } from './HookAnswer.js';

type Hook = 'validate' | 'preview' | 'estimate';
const HOOKS: readonly Hook[] = ['validate', 'estimate', 'preview'];
/** What an estimate is made for: a round number of people, so that it can be scaled in the head. */
const CONTACTS = 1_000;

interface HookResultsProps {
  readonly manifest: OfferedManifest;
  readonly config: JsonObject;
}

/** What a plugin can say about a step before it runs: whether its settings are right, what they cost, what one contact would get. */
export function HookResults({ manifest, config }: HookResultsProps) {
  const { t } = useTranslation('plugins');
  const has = HOOKS.filter((hook) => manifest.hooks?.includes(hook));
  if (has.length === 0 || manifest.plugin?.hash === undefined || (manifest.state ?? 'ok') !== 'ok') return null;
  return (
    <section className="je-ways hooks">
      <h3>{t('hook.title')}</h3>
      {has.map((hook) => (
        <HookLine key={hook} hook={hook} manifest={manifest} config={config} />
      ))}
    </section>
  );
}

function HookLine({ hook, manifest, config }: HookResultsProps & { readonly hook: Hook }) {
  const { journey } = useEditor();
  const { t } = useTranslation('plugins');
  const toast = useErrorToast();
  const [contact, setContact] = useState<number>();
  const asked = useMutation({
    mutationFn: async (): Promise<Answer> => {
      const drawn = { config, journey: journey.id };
      if (hook === 'validate') return { hook, ...(await validateConfig(manifest.name, drawn)) };
      if (hook === 'estimate')
        return { hook, ...(await estimateNode(manifest.name, { ...drawn, contacts: CONTACTS })) };
      return { hook, ...(await previewNode(manifest.name, { ...drawn, contact: contact ?? 0 })) };
    },
  });
  return (
    <div className="hook">
      <span className="hook-ask">
        {hook === 'preview' ? <ContactChoice chosen={contact} onChoose={setContact} /> : null}
        <Button
          size="small"
          loading={asked.isPending}
          disabled={hook === 'preview' && contact === undefined}
          onClick={() => asked.mutate(undefined, { onError: toast })}
        >
          {t(`hook.${hook}`)}
        </Button>
      </span>
      {asked.data === undefined ? null : <HookAnswer answer={asked.data} contacts={CONTACTS} />}
    </div>
  );
}

function ContactChoice(props: { readonly chosen: number | undefined; readonly onChoose: (id: number) => void }) {
  const { t } = useTranslation('plugins');
  const [search, setSearch] = useState('');
  const contacts = useInfiniteQuery(contactsQuery({ search }));
  return (
    <Select
      size="small"
      style={{ width: 180 }}
      aria-label={t('hook.contact')}
      placeholder={t('hook.contact')}
      value={props.chosen ?? null}
      loading={contacts.isFetching}
      showSearch={{ filterOption: false, onSearch: setSearch }}
      options={(contacts.data?.pages[0]?.items ?? []).map((one) => ({
        value: one.id,
        label: one.name ?? one.email ?? one.externalId ?? `#${one.id}`,
      }))}
      onChange={(id: number) => props.onChoose(id)}
    />
  );
}
