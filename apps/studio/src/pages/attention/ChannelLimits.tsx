import { App, Form, InputNumber, Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { useChangeChannel, type ChannelView } from '../../api/attention.js';
import { useErrorToast } from '../../errors/useErrorToast.js';
import { channelName } from './channel-name.js';

type Limits = Pick<ChannelView, 'perSecond' | 'burst' | 'concurrency'>;

/** How fast a channel may go; an empty field is no limit of one's own. */
export function ChannelLimits({ channel, onClose }: { readonly channel: ChannelView; readonly onClose: () => void }) {
  const { t } = useTranslation('attention');
  const { message } = App.useApp();
  const toastError = useErrorToast();
  const change = useChangeChannel();
  const [form] = Form.useForm<Limits>();
  const name = channelName(t, channel.channel);

  const save = ({ perSecond, burst, concurrency }: Limits) =>
    change.mutate(
      {
        channel: channel.channel,
        change: { perSecond: perSecond ?? null, burst: burst ?? null, concurrency: concurrency ?? null },
      },
      {
        onSuccess: () => {
          void message.success(t('channels.limits.saved', { name }));
          onClose();
        },
        onError: (error) => toastError(error),
      },
    );

  return (
    <Modal
      open
      title={t('channels.limits.of', { name })}
      okText={t('save')}
      cancelText={t('cancel')}
      okButtonProps={{ loading: change.isPending }}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <p>{t('channels.limits.words')}</p>
      <Form<Limits> form={form} layout="vertical" initialValues={channel} onFinish={save} requiredMark={false}>
        <Form.Item name="perSecond" label={t('channels.limits.perSecond')} extra={t('channels.limits.perSecondHint')}>
          <InputNumber min={0.001} max={100_000} style={{ width: 180 }} placeholder={t('channels.limits.none')} />
        </Form.Item>
        <Form.Item name="burst" label={t('channels.limits.burst')} extra={t('channels.limits.burstHint')}>
          <InputNumber
            min={1}
            max={100_000}
            precision={0}
            style={{ width: 180 }}
            placeholder={t('channels.limits.none')}
          />
        </Form.Item>
        <Form.Item
          name="concurrency"
          label={t('channels.limits.concurrency')}
          extra={t('channels.limits.concurrencyHint', { count: channel.defaults.concurrency })}
        >
          <InputNumber
            min={1}
            max={1_000}
            precision={0}
            style={{ width: 180 }}
            placeholder={t('channels.limits.none')}
          />
        </Form.Item>
      </Form>
    </Modal>
  );
}
