import { CheckCircleOutlined, EditOutlined, InboxOutlined, PauseCircleOutlined } from '@ant-design/icons';
import { StatusTag, type ToneName } from '@sojourn/ui';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { JourneyState } from '../../api/types.js';

const LOOKS: Readonly<Record<JourneyState, readonly [ToneName, ReactNode]>> = {
  draft: ['quiet', <EditOutlined key="i" />],
  live: ['good', <CheckCircleOutlined key="i" />],
  paused: ['warn', <PauseCircleOutlined key="i" />],
  archived: ['quiet', <InboxOutlined key="i" />],
};

export function JourneyStateTag({ state }: { readonly state: JourneyState }) {
  const { t } = useTranslation();
  const [tone, icon] = LOOKS[state];
  return (
    <StatusTag tone={tone} icon={icon}>
      {t(`journey.state.${state}`)}
    </StatusTag>
  );
}
