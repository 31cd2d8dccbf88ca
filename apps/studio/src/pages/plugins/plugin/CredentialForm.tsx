import { CheckCircleOutlined, CloseCircleOutlined, MinusCircleOutlined } from '@ant-design/icons';
import { LocalTime, Panel, StatusTag } from '@sojourn/ui';
import { App, Button, Form, Input } from 'antd';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCredential, type CredentialView } from '../../../api/plugin-host.js';
import { useErrorToast } from '../../../errors/useErrorToast.js';
import { useLanguage } from '../../../i18n/index.js';
import { localText, type LocalText } from '../../../i18n/local-text.js';
import { credentialFields } from '../model/credential-fields.js';
import { useMayInstall } from '../useMayInstall.js';

/** A form that only goes in: what was saved is never shown again, it can be tested, replaced or removed. */
export function CredentialForm({
  plugin,
  credential,
}: {
  readonly plugin: string;
  readonly credential: CredentialView;
}) {
  // prettier-ignore
  const { t } = useTranslation('plugins');
  const language = useLanguage();
  const { modal, message } = App.useApp();
  const toastError = useErrorToast();
  const mayInstall = useMayInstall();
  const id = useId();
  const { save, remove, test } = useCredential(plugin, credential.name);
  const [values, setValues] = useState<Readonly<Record<string, string>>>({});
  const isSet = credential.setAt !== null;
  const [editing, setEditing] = useState(!isSet);
  const fields = credentialFields(credential.fields, language);
  const ready = fields.every(({ name, required }) => !required || (values[name] ?? '').trim() !== '');
  const title = localText(credential.title, language);

  return (
    <Panel
      title={title}
      extra={
        isSet ? (
          <StatusTag tone="good" icon={<CheckCircleOutlined />}>
            {t('credential.set')}
          </StatusTag>
        ) : (
          <StatusTag tone="warn" icon={<MinusCircleOutlined />}>
            {t('credential.unset')}
          </StatusTag>
        )
      }
    >
      {credential.help ? <p className="plugin-description">{localText(credential.help, language)}</p> : null}
      <p className="credential-hosts">{t('credential.hosts', { hosts: credential.hosts.join(t('comma')) })}</p>
      {isSet && !editing ? (
        <>
          <p>
            {t('credential.since')} <LocalTime at={credential.setAt} />
          </p>
          {test.data ? (
            <p className={test.data.ok ? 'credential-ok' : 'credential-bad'} role="status">
              {test.data.ok ? <CheckCircleOutlined /> : <CloseCircleOutlined />}{' '}
              {localText(test.data.message as unknown as LocalText, language) ||
                t(test.data.ok ? 'credential.works' : 'credential.refused', { status: test.data.status ?? '–' })}
            </p>
          ) : null}
          {mayInstall ? (
            <div className="form-foot">
              {credential.hasTest === false ? null : (
                <Button loading={test.isPending} onClick={() => test.mutate(undefined, { onError: toastError })}>
                  {t('credential.test')}
                </Button>
              )}
              <Button onClick={() => setEditing(true)}>{t('credential.replace')}</Button>
              <Button
                danger
                type="text"
                onClick={() =>
                  void modal.confirm({
                    title: t('credential.removeTitle', { name: title }),
                    content: t('credential.removeWords'),
                    okText: t('credential.remove'),
                    okButtonProps: { danger: true },
                    cancelText: t('cancel'),
                    onOk: () =>
                      remove.mutateAsync().then(
                        () => setEditing(true),
                        (error: unknown) => toastError(error),
                      ),
                  })
                }
              >
                {t('credential.remove')}
              </Button>
            </div>
          ) : null}
        </>
      ) : mayInstall ? (
        <Form layout="vertical" autoComplete="off">
          {fields.map(({ name, title: label, description, secret, required }) => {
            const Field = secret ? Input.Password : Input;
            return (
              <Form.Item key={name} label={label} htmlFor={`${id}-${name}`} required={required} extra={description}>
                <Field
                  id={`${id}-${name}`}
                  value={values[name] ?? ''}
                  autoComplete="off"
                  onChange={(event) => setValues({ ...values, [name]: event.target.value })}
                />
              </Form.Item>
            );
          })}
          <div className="form-foot">
            <Button
              type="primary"
              disabled={!ready}
              loading={save.isPending}
              onClick={() =>
                save.mutate(values, {
                  onSuccess: () => {
                    setValues({});
                    setEditing(false);
                    test.reset();
                    void message.success(t('credential.saved', { name: title }));
                  },
                  onError: toastError,
                })
              }
            >
              {t('save')}
            </Button>
            {isSet ? <Button onClick={() => setEditing(false)}>{t('cancel')}</Button> : null}
          </div>
        </Form>
      ) : (
        <p className="sj-muted">{t('credential.onlyAdmins')}</p>
      )}
    </Panel>
  );
}
