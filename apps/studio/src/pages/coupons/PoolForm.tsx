import { DatePicker, Form, Input, InputNumber, Modal } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useTranslation } from 'react-i18next';
import { useChangeCouponPool, useCreateCouponPool } from '../../api/incentives.js';
import type { CouponPool } from '../../api/types.js';
import { useErrorToast } from '../../errors/useErrorToast.js';

interface Fields {
  readonly name: string;
  readonly description?: string;
  readonly perContactLimit: number;
  readonly validDays?: number | null;
  readonly period?: [Dayjs | null, Dayjs | null] | null;
}

interface PoolFormProps {
  readonly open: boolean;
  /** Absent: a new one. */
  readonly pool?: CouponPool;
  readonly onClose: () => void;
  readonly onSaved: (pool: CouponPool) => void;
}

export function PoolForm({ open, pool, onClose, onSaved }: PoolFormProps) {
  const { t } = useTranslation();
  const toastError = useErrorToast();
  const create = useCreateCouponPool();
  const change = useChangeCouponPool(pool?.id ?? -1);
  const [form] = Form.useForm<Fields>();

  const submit = ({ name, description, perContactLimit, validDays, period }: Fields) => {
    const body = {
      name: name.trim(),
      description: description?.trim() ?? '',
      perContactLimit,
      validDays: validDays ?? null,
      validFrom: period?.[0]?.valueOf() ?? null,
      validUntil: period?.[1]?.valueOf() ?? null,
    };
    (pool ? change : create).mutate(body, { onSuccess: onSaved, onError: toastError });
  };

  return (
    <Modal
      open={open}
      title={t(pool ? 'coupon.form.edit' : 'coupon.form.new')}
      okText={t(pool ? 'common.save' : 'common.create')}
      confirmLoading={create.isPending || change.isPending}
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
        onFinish={submit}
        initialValues={{
          name: pool?.name,
          description: pool?.description,
          perContactLimit: pool?.perContactLimit ?? 1,
          validDays: pool?.validDays,
          period: pool ? [day(pool.validFrom), day(pool.validUntil)] : null,
        }}
      >
        <Form.Item
          name="name"
          label={t('coupon.form.name')}
          rules={[{ required: true, whitespace: true, message: t('coupon.form.nameNeeded') }]}
        >
          <Input autoFocus maxLength={100} placeholder={t('coupon.form.example')} />
        </Form.Item>
        <Form.Item name="description" label={t('coupon.form.description')}>
          <Input maxLength={2000} />
        </Form.Item>
        <Form.Item name="perContactLimit" label={t('coupon.form.limit')} rules={[{ required: true }]}>
          <InputNumber min={1} max={1000} precision={0} suffix={t('coupon.form.codes')} style={{ width: 180 }} />
        </Form.Item>
        <Form.Item name="validDays" label={t('coupon.form.days')} extra={t('coupon.form.daysHint')}>
          <InputNumber min={1} max={3650} precision={0} suffix={t('coupon.form.daysUnit')} style={{ width: 180 }} />
        </Form.Item>
        <Form.Item name="period" label={t('coupon.form.period')} extra={t('coupon.form.periodHint')}>
          <DatePicker.RangePicker
            aria-label={t('coupon.form.period')}
            showTime={{ format: 'HH:mm' }}
            format="YYYY-MM-DD HH:mm"
            allowEmpty={[true, true]}
            style={{ width: '100%' }}
          />
        </Form.Item>
      </Form>
    </Modal>
  );
}

function day(at: number | null): Dayjs | null {
  return at === null ? null : dayjs(at);
}
