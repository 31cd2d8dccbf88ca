import { CheckCircleOutlined, KeyOutlined, SwapOutlined } from '@ant-design/icons';
import { StatusTag, type ToneName } from '@sojourn/ui';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Inspection } from '../../../api/plugins.js';
import { fingerprint } from '../model/fingerprint.js';

const LOOKS: Readonly<Record<'known' | 'new' | 'rotated', readonly [ToneName, ReactNode]>> = {
  known: ['good', <CheckCircleOutlined key="i" />],
  new: ['warn', <KeyOutlined key="i" />],
  rotated: ['info', <SwapOutlined key="i" />],
};

/** Who signed it, and whether that is whom one already trusts. */
export function KeyNotice({ keyOf: key }: { readonly keyOf: Inspection['key'] }) {
  const { t } = useTranslation('plugins');
  const state = key.rotated ? 'rotated' : key.known ? 'known' : 'new';
  const look = LOOKS[state];
  return (
    <div className="key-notice">
      <StatusTag tone={look[0]} icon={look[1]}>
        {t(`key.${state}`)}
      </StatusTag>
      <code className="fingerprint">{fingerprint(key.fingerprint || key.id)}</code>
      <p className="sj-muted">{t(`key.${state}Words`)}</p>
    </div>
  );
}
