import {
  CheckCircleOutlined,
  CloseCircleOutlined,
  DisconnectOutlined,
  PauseCircleOutlined,
  QuestionCircleOutlined,
  StopOutlined,
} from '@ant-design/icons';
import { StatusTag, type ToneName } from '@sojourn/ui';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

const LOOKS: Readonly<Record<string, readonly [ToneName, ReactNode]>> = {
  active: ['good', <CheckCircleOutlined key="i" />],
  disabled: ['quiet', <PauseCircleOutlined key="i" />],
  revoked: ['bad', <StopOutlined key="i" />],
  corrupt: ['bad', <CloseCircleOutlined key="i" />],
  missing: ['bad', <DisconnectOutlined key="i" />],
  'no-consent': ['warn', <QuestionCircleOutlined key="i" />],
};

export function PluginStateTag({ state }: { readonly state: string }) {
  const { t } = useTranslation('plugins');
  const [tone, icon] = LOOKS[state] ?? ['quiet', <QuestionCircleOutlined key="i" />];
  return (
    <StatusTag tone={tone} icon={icon}>
      {t(`state.${state}`, { defaultValue: state })}
    </StatusTag>
  );
}
