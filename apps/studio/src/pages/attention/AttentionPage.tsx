import { PageBody, PageHeader } from '@sojourn/ui';
import { useQuery } from '@tanstack/react-query';
import { Tabs } from 'antd';
import { useTranslation } from 'react-i18next';
import { attentionQuery } from '../../api/attention.js';
import { useNumber } from '../../shared/useNumber.js';
import { usePageTitle } from '../../shared/usePageTitle.js';
import { useAddressValue } from '../../shared/useSearchState.js';
import { Deliveries } from './Deliveries.js';
import { ParkedRuns } from './ParkedRuns.js';
import './attention.css';

/** Whatever does not go on by itself: people who are stuck in a journey, and what could not be handed over. */
export function AttentionPage() {
  const { t } = useTranslation('attention');
  const [view, setView] = useAddressValue('view');
  const counts = useQuery(attentionQuery).data;
  usePageTitle(t('title'));
  const tab = view === 'deliveries' ? 'deliveries' : 'runs';
  return (
    <PageBody>
      <PageHeader title={t('title')} subtitle={t('lead')} />
      <Tabs
        activeKey={tab}
        onChange={(key) => setView(key === 'runs' ? undefined : key)}
        destroyOnHidden
        items={[
          { key: 'runs', label: <TabLabel text={t('tab.runs')} count={counts?.parked} />, children: <ParkedRuns /> },
          {
            key: 'deliveries',
            label: <TabLabel text={t('tab.deliveries')} count={counts?.deliveries} />,
            children: <Deliveries />,
          },
        ]}
      />
    </PageBody>
  );
}

function TabLabel({ text, count }: { readonly text: string; readonly count: number | undefined }) {
  const { number } = useNumber();
  return (
    <>
      {text}
      {count ? <span className="attention-count sj-number">{number(count)}</span> : null}
    </>
  );
}
