import type { JsonObject, OfferedManifest } from '@sojourn/canvas';
import { TextSkeleton } from '@sojourn/ui';
import { useQuery } from '@tanstack/react-query';
import { Button, Form, Input, InputNumber, Modal, Popconfirm, Select } from 'antd';
import { lazy, Suspense, useId, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { nodeTypesQuery } from '../../../api/journeys.js';
import { useSources, type SourceView } from '../../../api/plugin-host.js';
import type { PluginRow } from '../../../api/plugins.js';
import { useErrorToast } from '../../../errors/useErrorToast.js';
import { useLanguage } from '../../../i18n/index.js';
import { localText } from '../../../i18n/local-text.js';
import '../../journey-editor/editor.css';
import { SourceAddress } from './SourceAddress.js';

const ConfigForm = lazy(async () => ({
  default: (await import('../../journey-editor/form/ConfigForm.js')).ConfigForm,
}));

interface SourceFormProps {
  readonly plugin: PluginRow;
  /** Undefined for a new one. */
  readonly source: SourceView | undefined;
  readonly onClose: () => void;
}

const USUAL_MINUTES = 15;
/** As the fields of the plugin below have it: behind the word. */
const MARKED = (label: ReactNode, { required }: { readonly required: boolean }) => (
  <>
    {label}
    {required ? <span className="je-required" aria-hidden="true" /> : null}
  </>
);

/** A source of a trigger: its name, its settings from the plugin's schema, how often it is asked. */
export function SourceForm({ plugin, source, onClose }: SourceFormProps) {
  const { t } = useTranslation('plugins');
  const language = useLanguage();
  const toastError = useErrorToast();
  const id = useId();
  const { add, change, readdress } = useSources();
  const triggers = plugin.nodes.filter(({ kind }) => kind === 'trigger');
  const manifests = useQuery(nodeTypesQuery).data as unknown as readonly OfferedManifest[] | undefined;
  const [type, setType] = useState(source?.nodeType ?? triggers[0]?.type ?? '');
  const manifest = manifests?.find(({ name }) => name === (type.includes('/') ? type : `${plugin.id}/${type}`));
  const [name, setName] = useState(source?.name ?? '');
  const [config, setConfig] = useState<JsonObject | undefined>(source?.config as JsonObject | undefined);
  const polls = manifest?.hooks?.includes('poll') ?? source?.everySeconds !== null;
  const [minutes, setMinutes] = useState(Math.round((source?.everySeconds ?? USUAL_MINUTES * 60) / 60));
  const [address, setAddress] = useState<string>();

  const save = () => {
    const body = {
      name: name.trim(),
      config: config ?? manifest?.defaults ?? {},
      everySeconds: polls ? minutes * 60 : null,
    };
    if (source)
      change.mutate({ id: source.id, revision: source.revision, ...body }, { onSuccess: onClose, onError: toastError });
    else
      add.mutate(
        { ...body, plugin: plugin.id, nodeType: type },
        { onSuccess: ({ url }) => (url ? setAddress(url) : onClose()), onError: toastError },
      );
  };

  if (address !== undefined) return <SourceAddress address={address} onClose={onClose} />;
  return (
    <Modal
      open
      width={560}
      title={t(source ? 'source.editTitle' : 'source.addTitle')}
      okText={t('save')}
      cancelText={t('cancel')}
      okButtonProps={{ disabled: name.trim() === '' || manifest === undefined }}
      confirmLoading={add.isPending || change.isPending}
      onOk={save}
      onCancel={onClose}
    >
      <Form layout="vertical" requiredMark={MARKED}>
        <Form.Item label={t('source.name')} htmlFor={`${id}-name`} required>
          <Input id={`${id}-name`} value={name} maxLength={120} onChange={({ target }) => setName(target.value)} />
        </Form.Item>
        {source === undefined && triggers.length > 1 ? (
          <Form.Item label={t('source.trigger')} htmlFor={`${id}-type`}>
            <Select
              id={`${id}-type`}
              value={type}
              options={triggers.map((one) => ({ value: one.type, label: localText(one.title, language) }))}
              onChange={(next: string) => {
                setType(next);
                setConfig(undefined);
              }}
            />
          </Form.Item>
        ) : null}
        {polls ? (
          <Form.Item label={t('source.minutes')} htmlFor={`${id}-every`}>
            <InputNumber
              id={`${id}-every`}
              min={1}
              max={1440}
              precision={0}
              value={minutes}
              onChange={(next) => setMinutes(next ?? USUAL_MINUTES)}
            />
          </Form.Item>
        ) : null}
        {source && manifest?.hooks?.includes('receive') ? (
          <Form.Item label={t('source.address')} extra={t('source.readdressWords')}>
            <Popconfirm
              title={t('source.readdressTitle')}
              okText={t('source.readdress')}
              cancelText={t('cancel')}
              onConfirm={() =>
                readdress.mutate(source.id, {
                  onSuccess: ({ url }) => setAddress(url ?? undefined),
                  onError: toastError,
                })
              }
            >
              <Button loading={readdress.isPending}>{t('source.readdress')}</Button>
            </Popconfirm>
          </Form.Item>
        ) : null}
      </Form>
      {manifest ? (
        <Suspense fallback={<TextSkeleton />}>
          <ConfigForm
            manifest={manifest}
            config={config ?? manifest.defaults}
            issues={[]}
            readOnly={false}
            language={language}
            entryEvent={undefined}
            onChange={setConfig}
          />
        </Suspense>
      ) : (
        <TextSkeleton />
      )}
    </Modal>
  );
}
