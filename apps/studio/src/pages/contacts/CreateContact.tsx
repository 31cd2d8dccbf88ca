import { Form, Input, Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useCreateContact } from '../../api/contacts.js';
import type { NewContact } from '../../api/types.js';
import { useErrorToast } from '../../errors/useErrorToast.js';
import { paths } from '../../routes/paths.js';

type Fields = Partial<Record<'name' | 'externalId' | 'email' | 'phone', string>>;

export function CreateContact({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const toastError = useErrorToast();
  const create = useCreateContact();
  const [form] = Form.useForm<Fields>();

  const submit = (fields: Fields) => {
    const contact: NewContact = Object.fromEntries(
      Object.entries(fields).flatMap(([key, value]) => (value?.trim() ? [[key, value.trim()]] : [])),
    );
    create.mutate(contact, {
      onSuccess: ({ id }) => {
        onClose();
        void navigate(paths.contact(id));
      },
      onError: toastError,
    });
  };

  return (
    <Modal
      open={open}
      title={t('contact.create.title')}
      okText={t('contact.create.submit')}
      confirmLoading={create.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
      destroyOnHidden
      width={440}
    >
      <Form form={form} layout="vertical" requiredMark={false} preserve={false} onFinish={submit}>
        <Form.Item name="name" label={t('contact.field.name')}>
          <Input autoFocus maxLength={191} autoComplete="off" />
        </Form.Item>
        <Form.Item name="externalId" label={t('contact.field.externalId')} extra={t('contact.field.externalIdHint')}>
          <Input maxLength={191} autoComplete="off" />
        </Form.Item>
        <Form.Item
          name="email"
          label={t('contact.field.email')}
          rules={[{ type: 'email', message: t('contact.field.emailBad') }]}
        >
          <Input autoComplete="off" inputMode="email" />
        </Form.Item>
        <Form.Item name="phone" label={t('contact.field.phone')}>
          <Input maxLength={40} autoComplete="off" inputMode="tel" />
        </Form.Item>
      </Form>
    </Modal>
  );
}
