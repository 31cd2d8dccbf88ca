import { Form, Input, InputNumber, Modal, Radio, Switch } from 'antd';
import { useTranslation } from 'react-i18next';
import { useCreateCollection } from '../../api/incentives.js';
import type { Collection } from '../../api/types.js';
import { useErrorToast } from '../../errors/useErrorToast.js';

interface Fields {
  readonly name: string;
  readonly description?: string;
  readonly imageUrl?: string;
  readonly supply?: number | null;
  readonly transferable: boolean;
  readonly provider: 'ledger' | 'evm';
  readonly rpcUrl?: string;
  readonly contract?: string;
}

interface CreateCollectionProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly onCreated: (collection: Collection) => void;
}

export function CreateCollection({ open, onClose, onCreated }: CreateCollectionProps) {
  const { t } = useTranslation();
  const toastError = useErrorToast();
  const create = useCreateCollection();
  const [form] = Form.useForm<Fields>();
  const provider = Form.useWatch('provider', form);

  const submit = ({ name, description, imageUrl, supply, transferable, provider: chosen, rpcUrl, contract }: Fields) =>
    create.mutate(
      {
        name: name.trim(),
        description: description?.trim() ?? '',
        imageUrl: imageUrl?.trim() || null,
        supply: supply ?? null,
        transferable,
        provider: chosen,
        ...(chosen === 'evm'
          ? { chain: { rpcUrl: rpcUrl?.trim() ?? '', ...(contract?.trim() ? { contract: contract.trim() } : {}) } }
          : {}),
      },
      { onSuccess: onCreated, onError: toastError },
    );

  return (
    <Modal
      open={open}
      title={t('collectible.create')}
      okText={t('common.create')}
      confirmLoading={create.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
      destroyOnHidden
      width={480}
    >
      <Form<Fields>
        form={form}
        layout="vertical"
        requiredMark={false}
        preserve={false}
        initialValues={{ provider: 'ledger', transferable: false }}
        onFinish={submit}
      >
        <Form.Item
          name="name"
          label={t('collectible.form.name')}
          rules={[{ required: true, whitespace: true, message: t('collectible.form.nameNeeded') }]}
        >
          <Input autoFocus maxLength={100} />
        </Form.Item>
        <Form.Item name="description" label={t('collectible.form.description')}>
          <Input.TextArea autoSize={{ minRows: 2, maxRows: 4 }} maxLength={2000} />
        </Form.Item>
        <Form.Item
          name="imageUrl"
          label={t('collectible.form.image')}
          rules={[{ pattern: /^(https?:|data:image\/)/, message: t('collectible.form.imageBad') }]}
        >
          <Input placeholder="https://" inputMode="url" />
        </Form.Item>
        <Form.Item name="supply" label={t('collectible.form.supply')} extra={t('collectible.form.supplyHint')}>
          <InputNumber min={1} precision={0} style={{ width: 180 }} />
        </Form.Item>
        <Form.Item
          name="provider"
          label={t('collectible.form.provider')}
          extra={t(`collectible.providerHint.${provider ?? 'ledger'}`)}
        >
          <Radio.Group
            options={(['ledger', 'evm'] as const).map((one) => ({
              value: one,
              label: t(`collectible.provider.${one}`),
            }))}
          />
        </Form.Item>
        {provider === 'evm' ? (
          <>
            <Form.Item
              name="rpcUrl"
              label={t('collectible.form.rpc')}
              rules={[{ required: true, pattern: /^https?:\/\//, message: t('collectible.form.rpcNeeded') }]}
            >
              <Input placeholder="https://" inputMode="url" />
            </Form.Item>
            <Form.Item
              name="contract"
              label={t('collectible.form.contract')}
              rules={[{ pattern: /^\s*0x[0-9a-fA-F]{40}\s*$/, message: t('collectible.form.contractBad') }]}
            >
              <Input placeholder="0x…" />
            </Form.Item>
          </>
        ) : null}
        <Form.Item
          name="transferable"
          valuePropName="checked"
          label={t('collectible.form.transferable')}
          extra={t('collectible.form.transferableHint')}
        >
          <Switch aria-label={t('collectible.form.transferable')} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
