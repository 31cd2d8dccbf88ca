import { NodeIndexOutlined, PlusOutlined } from '@ant-design/icons';
import { DataTable, EmptyState, LocalTime, PageBody, PageHeader } from '@sojourn/ui';
import { useQuery } from '@tanstack/react-query';
import { Button, Segmented, type TableProps } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { journeysQuery } from '../../api/journeys.js';
import type { JourneyRow, JourneyState } from '../../api/types.js';
import { ErrorBlock } from '../../errors/ErrorBlock.js';
import { paths } from '../../routes/paths.js';
import { SearchField } from '../../shared/SearchField.js';
import { useNumber } from '../../shared/useNumber.js';
import { usePageTitle } from '../../shared/usePageTitle.js';
import { useAddressValue, useSearchText } from '../../shared/useSearchState.js';
import { CreateJourney } from './CreateJourney.js';
import { JourneyMenu } from './JourneyMenu.js';
import { JourneyStateTag } from './JourneyStateTag.js';

const STATES: readonly JourneyState[] = ['live', 'draft', 'paused', 'archived'];

export function JourneysPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { number, share } = useNumber();
  const search = useSearchText();
  const [stateText, setState] = useAddressValue('state');
  const state = STATES.find((one) => one === stateText);
  const [creating, setCreating] = useAddressValue('create');
  const journeys = useQuery(journeysQuery({ search: search.asked, state }));
  const filtered = search.asked !== undefined || state !== undefined;
  usePageTitle(t('nav.journeys'));

  const columns: TableProps<JourneyRow>['columns'] = [
    {
      title: t('journey.column.name'),
      key: 'name',
      render: (_, { id, name, description, nodeCount }) => (
        <div className="cell-title">
          <Link to={paths.journey(id)}>{name}</Link>
          <span>{description || t('journey.nodes', { count: nodeCount })}</span>
        </div>
      ),
    },
    {
      title: t('journey.column.state'),
      key: 'state',
      width: 110,
      render: (_, row) => <JourneyStateTag state={row.state} />,
    },
    count('active', (row) => row.active),
    count('entered', (row) => row.entered),
    {
      title: t('journey.column.goals'),
      key: 'goals',
      align: 'right',
      width: 150,
      render: (_, { goals, entered, hasGoal }) =>
        !hasGoal ? (
          <span className="sj-faint">–</span>
        ) : (
          <span className="sj-number">
            {number(goals)} <span className="sj-faint journey-share">{share(goals, entered)}</span>
          </span>
        ),
    },
    {
      title: t('journey.column.updated'),
      key: 'updated',
      width: 140,
      render: (_, { updatedAt }) => <LocalTime at={updatedAt} />,
    },
    {
      title: t('journey.column.owner'),
      key: 'owner',
      width: 104,
      ellipsis: true,
      render: (_, { owner }) => owner ?? <span className="sj-faint">–</span>,
    },
    {
      title: <span className="sj-visually-hidden">{t('common.more')}</span>,
      key: 'menu',
      width: 48,
      render: (_, row) => <JourneyMenu journey={row} />,
    },
  ];

  function count(key: 'active' | 'entered', of: (row: JourneyRow) => number) {
    return {
      title: t(`journey.column.${key}`),
      key,
      align: 'right' as const,
      width: 104,
      render: (_: unknown, row: JourneyRow) => <span className="sj-number">{number(of(row))}</span>,
    };
  }

  const create = (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setCreating('1')}>
      {t('journey.create.button')}
    </Button>
  );
  return (
    <PageBody>
      <PageHeader title={t('nav.journeys')} subtitle={t('journey.lead')} actions={create} />
      <div className="toolbar">
        <SearchField value={search.typed} onChange={search.setTyped} placeholder={t('journey.search')} />
        <Segmented
          aria-label={t('journey.column.state')}
          value={state ?? 'all'}
          options={[
            { value: 'all', label: t('common.all') },
            ...STATES.map((one) => ({ value: one, label: t(`journey.state.${one}`) })),
          ]}
          onChange={(value) => setState(value === 'all' ? undefined : value)}
        />
      </div>
      {journeys.isError ? (
        <ErrorBlock error={journeys.error} onRetry={() => void journeys.refetch()} />
      ) : (
        <DataTable
          label={t('nav.journeys')}
          rows={journeys.data?.items}
          refreshing={journeys.isPlaceholderData}
          rowKey="id"
          columns={columns}
          onRow={({ id }) => ({
            className: 'is-clickable',
            onClick: (event) => {
              if (!(event.target as HTMLElement).closest('a, button, .ant-dropdown')) void navigate(paths.journey(id));
            },
          })}
          empty={
            filtered ? (
              <EmptyState
                title={t('journey.noMatch')}
                action={
                  <Button
                    onClick={() => {
                      search.setTyped('');
                      void navigate(paths.journeys);
                    }}
                  >
                    {t('common.clearFilters')}
                  </Button>
                }
              />
            ) : (
              <EmptyState
                icon={<NodeIndexOutlined />}
                title={t('journey.empty.title')}
                hint={t('journey.empty.hint')}
                action={create}
              />
            )
          }
        />
      )}
      <CreateJourney open={creating !== undefined} onClose={() => setCreating(undefined)} />
    </PageBody>
  );
}
