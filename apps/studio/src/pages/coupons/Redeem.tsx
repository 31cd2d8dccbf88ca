import { Panel } from '@sojourn/ui';
import { App, Button, Input, Space } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useRedeem } from '../../api/incentives.js';
import { describeError } from '../../errors/describe.js';
import { useLanguage } from '../../i18n/index.js';

/** At the till: one code, taken or refused with the reason beside the field. */
export function Redeem({ poolId }: { readonly poolId: number }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { message } = App.useApp();
  const redeem = useRedeem(poolId);
  const [code, setCode] = useState('');
  const submit = () => {
    const text = code.trim();
    if (!text) return;
    redeem.mutate(text, {
      onSuccess: () => {
        void message.success(t('coupon.redeem.done', { code: text }));
        setCode('');
      },
    });
  };
  return (
    <Panel title={t('coupon.redeem.title')}>
      <Space.Compact block>
        <Input
          className="code"
          maxLength={64}
          value={code}
          status={redeem.isError ? 'error' : ''}
          placeholder={t('coupon.column.code')}
          aria-label={t('coupon.column.code')}
          onChange={(event) => {
            setCode(event.target.value);
            redeem.reset();
          }}
          onPressEnter={submit}
        />
        <Button loading={redeem.isPending} disabled={code.trim() === ''} onClick={submit}>
          {t('coupon.redeem.button')}
        </Button>
      </Space.Compact>
      <p className={`redeem-words${redeem.isError ? ' is-bad' : ''}`} role={redeem.isError ? 'alert' : undefined}>
        {redeem.isError ? describeError(redeem.error, t, language).title : t('coupon.redeem.hint')}
      </p>
    </Panel>
  );
}
