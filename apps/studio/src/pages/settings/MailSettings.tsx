import { CheckCircleOutlined, InfoCircleOutlined } from '@ant-design/icons';
import { Panel, StatusTag, TextSkeleton } from '@sojourn/ui';
import { useQuery } from '@tanstack/react-query';
import { Alert, App, Button, Form, Input, InputNumber, Space, Switch } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { sessionQuery } from '../../api/session.js';
import { mailSettingsQuery, useSaveMail, useTestMail } from '../../api/settings.js';
import type { MailDraft } from '../../api/types.js';
import { describeError } from '../../errors/describe.js';
import { ErrorBlock } from '../../errors/ErrorBlock.js';
import { useErrorToast } from '../../errors/useErrorToast.js';
import { useLanguage } from '../../i18n/index.js';
import { canAdminister } from './roles.js';

/** Where mail leaves the house, and a trial letter to see that it does. */
export function MailSettingsPage() {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const toastError = useErrorToast();
  const settings = useQuery(mailSettingsQuery);
  const session = useQuery(sessionQuery).data;
  const save = useSaveMail();
  const allowed = canAdminister(session?.role);

  if (settings.isError) return <ErrorBlock error={settings.error} onRetry={() => void settings.refetch()} />;
  if (settings.data === undefined) {
    return (
      <Panel title={t('settings.mail.title')}>
        <TextSkeleton lines={6} />
      </Panel>
    );
  }
  const { configured, hasPassword, ...stored } = settings.data;
  return (
    <div className="stack">
      <Panel
        title={t('settings.mail.title')}
        extra={
          configured ? (
            <StatusTag tone="good" icon={<CheckCircleOutlined />}>
              {t('settings.mail.configured')}
            </StatusTag>
          ) : (
            <StatusTag tone="quiet" icon={<InfoCircleOutlined />}>
              {t('settings.mail.notConfigured')}
            </StatusTag>
          )
        }
      >
        <p className="settings-lead">{t('settings.mail.lead')}</p>
        <Form<MailDraft>
          layout="vertical"
          requiredMark={false}
          className="settings-form"
          disabled={!allowed}
          initialValues={{ ...stored, port: stored.port || 587 }}
          onFinish={({ password, ...draft }) =>
            save.mutate(
              { ...draft, host: draft.host.trim(), ...(password ? { password } : {}) },
              { onSuccess: () => void message.success(t('common.saved')), onError: toastError },
            )
          }
        >
          <div className="settings-row">
            <Form.Item
              name="host"
              label={t('settings.mail.host')}
              rules={[{ required: true, whitespace: true, message: t('settings.mail.hostNeeded') }]}
            >
              <Input placeholder="smtp.exmail.qq.com" autoComplete="off" />
            </Form.Item>
            <Form.Item
              name="port"
              label={t('settings.mail.port')}
              rules={[{ required: true, message: t('settings.mail.portNeeded') }]}
            >
              <InputNumber min={1} max={65535} precision={0} />
            </Form.Item>
          </div>
          <Form.Item
            name="secure"
            valuePropName="checked"
            label={t('settings.mail.secure')}
            extra={t('settings.mail.secureHint')}
          >
            <Switch aria-label={t('settings.mail.secure')} />
          </Form.Item>
          <Form.Item name="user" label={t('settings.mail.user')}>
            <Input autoComplete="off" />
          </Form.Item>
          <Form.Item
            name="password"
            label={t('settings.mail.password')}
            extra={t(hasPassword ? 'settings.mail.passwordKept' : 'settings.mail.passwordHint')}
          >
            <Input.Password autoComplete="new-password" placeholder={hasPassword ? '••••••••' : ''} />
          </Form.Item>
          <Form.Item
            name="from"
            label={t('settings.mail.from')}
            rules={[{ required: true, pattern: /@/, message: t('settings.mail.fromNeeded') }]}
          >
            <Input placeholder={t('settings.mail.fromExample')} />
          </Form.Item>
          <div className="form-foot">
            <Button type="primary" htmlType="submit" loading={save.isPending}>
              {t('common.save')}
            </Button>
          </div>
        </Form>
      </Panel>
      <TestMail address={session?.user.email ?? ''} disabled={!configured || !allowed} />
    </div>
  );
}

function TestMail({ address, disabled }: { readonly address: string; readonly disabled: boolean }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const test = useTestMail();
  const [to, setTo] = useState(address);
  const failure = test.isError ? describeError(test.error, t, language) : undefined;
  return (
    <Panel title={t('settings.mail.test')}>
      <Space.Compact className="settings-test">
        <Input
          type="email"
          value={to}
          disabled={disabled}
          aria-label={t('settings.mail.testTo')}
          onChange={(event) => {
            setTo(event.target.value);
            test.reset();
          }}
        />
        <Button
          disabled={disabled || !to.includes('@')}
          loading={test.isPending}
          onClick={() => test.mutate(to.trim())}
        >
          {t('settings.mail.send')}
        </Button>
      </Space.Compact>
      <div aria-live="polite" className="settings-test-words">
        {failure ? (
          <Alert type="error" showIcon title={failure.title} description={failure.remedy} />
        ) : test.data ? (
          <Alert
            type={test.data.ok ? 'success' : 'error'}
            showIcon
            title={t(test.data.ok ? 'settings.mail.sent' : 'settings.mail.refused')}
            description={test.data.reply ? <code>{test.data.reply}</code> : undefined}
          />
        ) : (
          <span className="sj-faint">{t(disabled ? 'settings.mail.testFirst' : 'settings.mail.testHint')}</span>
        )}
      </div>
    </Panel>
  );
}
