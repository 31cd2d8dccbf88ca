import {
  CheckCircleOutlined,
  CloseCircleOutlined,
  CloudSyncOutlined,
  DisconnectOutlined,
  WarningOutlined,
} from '@ant-design/icons';
import { formatInstant, useSurroundings } from '@sojourn/ui';
import { Button, Tooltip } from 'antd';
import { useTranslation } from 'react-i18next';
import { describeError } from '../../../errors/describe.js';
import { useLanguage } from '../../../i18n/index.js';
import type { Draft } from './useDraft.js';

/** Where the draft stands: saving, saved at, offline, refused. */
export function SaveState({ draft }: { readonly draft: Draft }) {
  const { t } = useTranslation('editor');
  const { t: tStudio } = useTranslation();
  const language = useLanguage();
  const { timeZone } = useSurroundings();
  const { status, saver } = draft;
  const view = () => {
    switch (status.kind) {
      case 'saved': {
        const text = status.at === undefined ? t('save.saved') : t('save.savedAt', { time: formatInstant(status.at, timeZone, language, 'time') });
        return <><CheckCircleOutlined /> {text}</>;
      }
      case 'waiting':
      case 'saving':
        return <><CloudSyncOutlined /> {t('save.saving')}</>;
      case 'conflict':
        return <><WarningOutlined /> {t('save.conflict')}</>;
      case 'offline':
        return (
          <Tooltip title={t('save.offlineHint')}>
            <span><DisconnectOutlined /> {t('save.offline')}</span>
            <Button type="link" size="small" onClick={() => void saver.flush()}>{tStudio('common.retry')}</Button>
          </Tooltip>
        );
      case 'refused': {
        const { title, remedy } = describeError(status.error, tStudio, language);
        return (
          <Tooltip title={[title, remedy].filter(Boolean).join(' ')}>
            <span><CloseCircleOutlined /> {t('save.refused')}</span>
          </Tooltip>
        );
      }
    }
  }; // prettier-ignore
  return (
    <span className="je-save" data-kind={status.kind} role="status">
      {view()}
    </span>
  );
}
