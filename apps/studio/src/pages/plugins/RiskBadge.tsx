import { ExclamationCircleOutlined, SafetyCertificateOutlined, WarningOutlined } from '@ant-design/icons';
import { StatusTag, type ToneName } from '@sojourn/ui';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Risk } from '../../api/plugins.js';

const LOOKS: Readonly<Record<Risk, readonly [ToneName, ReactNode]>> = {
  low: ['good', <SafetyCertificateOutlined key="i" />],
  medium: ['warn', <ExclamationCircleOutlined key="i" />],
  high: ['bad', <WarningOutlined key="i" />],
};

/** How much a plugin could do, in one word; the reasons stand where it is decided upon. */
export function RiskBadge({ risk }: { readonly risk: Risk }) {
  const { t } = useTranslation('plugins');
  const [tone, icon] = LOOKS[risk];
  return (
    <StatusTag tone={tone} icon={icon}>
      {t(`risk.${risk}`)}
    </StatusTag>
  );
}
