import { CheckCircleOutlined, ExclamationCircleOutlined, SafetyCertificateOutlined } from '@ant-design/icons';
import { LocalTime, Panel } from '@sojourn/ui';
import { useMutation } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { verifyChain } from '../../api/incentives.js';
import { ErrorBlock } from '../../errors/ErrorBlock.js';
import { useNumber } from '../../shared/useNumber.js';

/** Whether nobody has changed a row behind the ledger's back: every link computed again, on demand. */
export function ChainCheckPanel({ collectionId }: { readonly collectionId: number }) {
  const { t } = useTranslation();
  const { number } = useNumber();
  const check = useMutation({ mutationFn: async () => ({ ...(await verifyChain(collectionId)), at: Date.now() }) });
  const verdict = check.data;
  return (
    <Panel title={t('collectible.chain.title')}>
      {check.isError ? (
        <ErrorBlock error={check.error} onRetry={() => check.mutate()} />
      ) : (
        <>
          <div className={`verdict${verdict ? (verdict.ok ? ' is-good' : ' is-bad') : ''}`} role="status">
            {verdict === undefined ? (
              <SafetyCertificateOutlined aria-hidden />
            ) : verdict.ok ? (
              <CheckCircleOutlined aria-hidden />
            ) : (
              <ExclamationCircleOutlined aria-hidden />
            )}
            <span>
              {verdict === undefined
                ? t('collectible.chain.lead')
                : verdict.ok
                  ? t('collectible.chain.ok', { checked: number(verdict.checked) })
                  : t('collectible.chain.broken', { serial: verdict.brokenAt ?? '?' })}
              {verdict ? (
                <span className="verdict-at">
                  <LocalTime at={verdict.at} />
                </span>
              ) : null}
            </span>
          </div>
          <Button block loading={check.isPending} onClick={() => check.mutate()}>
            {t(verdict ? 'collectible.chain.again' : 'collectible.chain.check')}
          </Button>
        </>
      )}
    </Panel>
  );
}
