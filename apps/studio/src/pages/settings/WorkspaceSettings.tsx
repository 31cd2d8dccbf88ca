import { ErrorNotice, LocalTime, Panel, TextSkeleton } from '@sojourn/ui';
import { useQuery } from '@tanstack/react-query';
import { App, Button, Form, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { sessionQuery } from '../../api/session.js';
import { useSaveWorkspace, workspaceQuery } from '../../api/settings.js';
import { ErrorBlock } from '../../errors/ErrorBlock.js';
import { useErrorToast } from '../../errors/useErrorToast.js';
import { LANGUAGES, LANGUAGE_NAMES, type Language } from '../../i18n/index.js';
import { canAdminister } from './roles.js';
import { timeZones } from './time-zones.js';

interface Fields {
  readonly name: string;
  readonly timeZone: string;
  readonly language: Language;
}

export function WorkspaceSettings() {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const toastError = useErrorToast();
  const workspace = useQuery(workspaceQuery);
  const session = useQuery(sessionQuery).data;
  const save = useSaveWorkspace();
  const [form] = Form.useForm<Fields>();
  const zone = Form.useWatch('timeZone', form);
  const allowed = canAdminister(session?.role);

  if (workspace.isError) return <ErrorBlock error={workspace.error} onRetry={() => void workspace.refetch()} />;
  return (
    <Panel title={t('settings.page.workspace')}>
      {workspace.data === undefined ? (
        <TextSkeleton lines={6} />
      ) : (
        <>
          {allowed ? null : (
            <div className="settings-notice">
              <ErrorNotice title={t('settings.readOnly')} />
            </div>
          )}
          <Form<Fields>
            form={form}
            layout="vertical"
            requiredMark={false}
            className="settings-form"
            disabled={!allowed}
            initialValues={workspace.data}
            onFinish={(fields) =>
              save.mutate(fields, { onSuccess: () => void message.success(t('common.saved')), onError: toastError })
            }
          >
            <Form.Item
              name="name"
              label={t('settings.workspace.name')}
              rules={[{ required: true, whitespace: true, message: t('settings.workspace.nameNeeded') }]}
            >
              <Input maxLength={100} />
            </Form.Item>
            <Form.Item
              name="timeZone"
              label={t('settings.workspace.zone')}
              extra={
                <>
                  {t('settings.workspace.zoneHint')} {zone ? <LocalTime at={Date.now()} timeZone={zone} /> : null}
                </>
              }
            >
              <Select showSearch options={timeZones().map((value) => ({ value }))} />
            </Form.Item>
            <Form.Item
              name="language"
              label={t('settings.workspace.language')}
              extra={t('settings.workspace.languageHint')}
            >
              <Select options={LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))} />
            </Form.Item>
            <div className="form-foot">
              <Button type="primary" htmlType="submit" loading={save.isPending}>
                {t('common.save')}
              </Button>
            </div>
          </Form>
        </>
      )}
    </Panel>
  );
}
