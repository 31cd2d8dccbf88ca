import { WarningOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useErrorToast } from '../../../errors/useErrorToast.js';
import type { DraftSaver } from './draft-saver.js';

/** Somebody else saved in between: says so, and lets the person choose which drawing stays. */
export function ConflictBanner({ saver }: { readonly saver: DraftSaver }) {
  const { t } = useTranslation('editor');
  const toast = useErrorToast();
  const [busy, setBusy] = useState(false);
  const choose = (choice: 'mine' | 'theirs') => {
    setBusy(true);
    saver
      .resolve(choice)
      .catch(toast)
      .finally(() => setBusy(false));
  };
  return (
    <div className="je-banner" role="alert">
      <WarningOutlined />
      <span>{t('conflict.text')}</span>
      <Button size="small" disabled={busy} onClick={() => choose('theirs')}>
        {t('conflict.theirs')}
      </Button>
      <Button size="small" type="primary" disabled={busy} onClick={() => choose('mine')}>
        {t('conflict.mine')}
      </Button>
    </div>
  );
}
