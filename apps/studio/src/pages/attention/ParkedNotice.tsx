import { Alert } from 'antd';
import { LocalTime } from '@sojourn/ui';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { parkedRunQuery, type RepairAction } from '../../api/attention.js';
import { useLanguage } from '../../i18n/index.js';
import { useNodeTypes } from '../../reasons/useNodeTypes.js';
import { nodeTitle } from './node-title.js';
import { Reason } from './Reason.js';
import { RepairDialog } from './RepairDialog.js';
import { RepairMenu } from './RepairMenu.js';
import { useMayEdit } from './useMayEdit.js';
import './attention.css';

/** On a person's page: this run cannot go on, since when, why, and what to do about it. */
export function ParkedNotice({ runId }: { readonly runId: number }) {
  const { t } = useTranslation('attention');
  const language = useLanguage();
  const types = useNodeTypes();
  const mayEdit = useMayEdit();
  const { data: run } = useQuery(parkedRunQuery(runId));
  const [action, setAction] = useState<RepairAction>();
  if (!run) return null;
  const close = () => setAction(undefined);
  return (
    <>
      <Alert
        className="run-parked"
        type="error"
        showIcon
        title={
          <>
            {t('contact.title', { step: nodeTitle(run.node, types, language) })} <LocalTime at={run.since} />
          </>
        }
        description={<Reason run={run} />}
        action={mayEdit ? <RepairMenu onChoose={setAction} /> : undefined}
      />
      {action ? <RepairDialog action={action} runs={[run]} onClose={close} onDone={close} /> : null}
    </>
  );
}
