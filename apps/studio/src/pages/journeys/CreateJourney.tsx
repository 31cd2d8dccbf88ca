import { Form, Input, Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useCreateJourney } from '../../api/journeys.js';
import { useErrorToast } from '../../errors/useErrorToast.js';
import { paths } from '../../routes/paths.js';

/** A name is all a draft needs; the canvas opens with the entry card on it. */
export function CreateJourney({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const toastError = useErrorToast();
  const create = useCreateJourney();
  const [form] = Form.useForm<{ name: string }>();
  return (
    <Modal
      open={open}
      title={t('journey.create.title')}
      okText={t('journey.create.submit')}
      confirmLoading={create.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
      destroyOnHidden
      width={440}
    >
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        preserve={false}
        onFinish={({ name }) =>
          create.mutate(
            { name: name.trim() },
            {
              onSuccess: ({ id }) => {
                onClose();
                void navigate(paths.journey(id));
              },
              onError: toastError,
            },
          )
        }
      >
        <Form.Item
          name="name"
          label={t('journey.create.name')}
          extra={t('journey.create.hint')}
          rules={[{ required: true, whitespace: true, message: t('journey.create.nameNeeded') }]}
        >
          <Input autoFocus maxLength={200} placeholder={t('journey.create.example')} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
