import { Alert, Form, Input, Modal, Radio, Typography } from 'antd';
import { useTranslation } from 'react-i18next';
import { useCreateApiKey } from '../../api/settings.js';
import { useErrorToast } from '../../errors/useErrorToast.js';

interface Fields {
  readonly name: string;
  readonly kind: 'write' | 'secret';
}

/** Makes a key and shows it this once; the engine keeps only its hash. */
export function NewApiKey({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const toastError = useErrorToast();
  const create = useCreateApiKey();
  const [form] = Form.useForm<Fields>();
  const made = create.data;
  const close = () => {
    onClose();
    create.reset();
  };

  return (
    <Modal
      open={open}
      title={t(made ? 'settings.keys.made' : 'settings.keys.create')}
      okText={t(made ? 'settings.keys.kept' : 'common.create')}
      cancelButtonProps={made ? { style: { display: 'none' } } : {}}
      closable={!made}
      mask={{ closable: !made }}
      keyboard={!made}
      confirmLoading={create.isPending}
      onOk={made ? close : () => form.submit()}
      onCancel={close}
      destroyOnHidden
      width={480}
    >
      {made ? (
        <>
          <Alert type="warning" showIcon title={t('settings.keys.once')} />
          <div className="revealed">
            <Typography.Text
              className="hash"
              copyable={{ text: made.key, tooltips: [t('common.copy'), t('common.copied')] }}
            >
              {made.key}
            </Typography.Text>
          </div>
        </>
      ) : (
        <Form<Fields>
          form={form}
          layout="vertical"
          requiredMark={false}
          preserve={false}
          initialValues={{ kind: 'write' }}
          onFinish={({ name, kind }) => create.mutate({ name: name.trim(), kind }, { onError: toastError })}
        >
          <Form.Item
            name="name"
            label={t('settings.keys.name')}
            rules={[{ required: true, whitespace: true, message: t('settings.keys.nameNeeded') }]}
          >
            <Input autoFocus maxLength={100} placeholder={t('settings.keys.example')} />
          </Form.Item>
          <Form.Item name="kind" label={t('settings.keys.kind')}>
            <Radio.Group className="key-kinds">
              {(['write', 'secret'] as const).map((kind) => (
                <Radio key={kind} value={kind}>
                  {t(`settings.keys.kinds.${kind}`)}
                  <span className="sj-faint">{t(`settings.keys.kindHint.${kind}`)}</span>
                </Radio>
              ))}
            </Radio.Group>
          </Form.Item>
        </Form>
      )}
    </Modal>
  );
}
