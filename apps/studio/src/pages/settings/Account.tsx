import { Panel } from '@sojourn/ui';
import { useQuery } from '@tanstack/react-query';
import { App, Button, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { sessionQuery, useSetPassword } from '../../api/session.js';
import { useErrorToast } from '../../errors/useErrorToast.js';

interface Fields {
  readonly currentPassword?: string;
  readonly password: string;
  readonly repeat: string;
}

export function Account() {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const toastError = useErrorToast();
  const session = useQuery(sessionQuery).data;
  const setPassword = useSetPassword();
  const [form] = Form.useForm<Fields>();
  if (!session) return null;
  const { user, role } = session;
  return (
    <div className="stack">
      <Panel title={t('account.title')}>
        <dl className="account-facts">
          <dt>{t('account.name')}</dt>
          <dd>{user.name}</dd>
          <dt>{t('account.email')}</dt>
          <dd>{user.email}</dd>
          <dt>{t('account.role')}</dt>
          <dd>{t(`role.${role}`)}</dd>
        </dl>
      </Panel>
      <Panel title={t(user.hasPassword ? 'account.changePassword' : 'account.setPassword')}>
        <p className="settings-lead">{t(user.hasPassword ? 'account.passwordHint' : 'account.noPassword')}</p>
        <Form<Fields>
          form={form}
          layout="vertical"
          requiredMark={false}
          className="settings-form"
          onFinish={({ password, currentPassword }) =>
            setPassword.mutate(
              { password, ...(currentPassword ? { currentPassword } : {}) },
              {
                onSuccess: () => {
                  form.resetFields();
                  void message.success(t('account.passwordSaved'));
                },
                onError: toastError,
              },
            )
          }
        >
          <input type="text" hidden readOnly autoComplete="username" value={user.email} />
          {user.hasPassword ? (
            <Form.Item
              name="currentPassword"
              label={t('account.currentPassword')}
              rules={[{ required: true, message: t('account.currentNeeded') }]}
            >
              <Input.Password autoComplete="current-password" />
            </Form.Item>
          ) : null}
          <Form.Item
            name="password"
            label={t('account.newPassword')}
            rules={[{ required: true, min: 10, message: t('account.tooShort') }]}
          >
            <Input.Password autoComplete="new-password" />
          </Form.Item>
          <Form.Item
            name="repeat"
            label={t('account.repeat')}
            dependencies={['password']}
            rules={[
              { required: true, message: t('account.different') },
              ({ getFieldValue }) => ({
                validator: (_, value) =>
                  !value || value === getFieldValue('password')
                    ? Promise.resolve()
                    : Promise.reject(new Error(t('account.different'))),
              }),
            ]}
          >
            <Input.Password autoComplete="new-password" />
          </Form.Item>
          <div className="form-foot">
            <Button type="primary" htmlType="submit" loading={setPassword.isPending}>
              {t(user.hasPassword ? 'account.changePassword' : 'account.setPassword')}
            </Button>
          </div>
        </Form>
      </Panel>
    </div>
  );
}
