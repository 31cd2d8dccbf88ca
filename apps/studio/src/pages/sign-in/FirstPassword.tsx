import { Button, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { useSetPassword } from '../../api/session.js';
import { useErrorToast } from '../../errors/useErrorToast.js';

/** After a one-time link: a password now saves asking for the next link. */
export function FirstPassword({ name, onDone }: { readonly name: string; readonly onDone: () => void }) {
  const { t } = useTranslation();
  const toastError = useErrorToast();
  const setPassword = useSetPassword();
  return (
    <>
      <h1>{t('signIn.welcome', { name })}</h1>
      <p className="sj-muted">{t('signIn.firstPassword')}</p>
      <Form
        layout="vertical"
        requiredMark={false}
        onFinish={({ password }: { password: string }) =>
          setPassword.mutate({ password }, { onSuccess: onDone, onError: toastError })
        }
      >
        <Form.Item
          name="password"
          label={t('account.newPassword')}
          rules={[{ required: true, min: 10, message: t('account.tooShort') }]}
        >
          <Input.Password size="large" autoComplete="new-password" autoFocus />
        </Form.Item>
        <Button block size="large" type="primary" htmlType="submit" loading={setPassword.isPending}>
          {t('account.setPassword')}
        </Button>
        <Button block type="text" className="sign-in-later" onClick={onDone}>
          {t('signIn.later')}
        </Button>
      </Form>
    </>
  );
}
