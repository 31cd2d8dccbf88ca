import { CheckCircleOutlined } from '@ant-design/icons';
import { DataTable, EmptyState, LocalTime } from '@sojourn/ui';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Select, type TableProps } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { firstParked, MOST_AT_ONCE, parkedRunsQuery, type ParkedRun, type RepairAction } from '../../api/attention.js';
import { ErrorBlock } from '../../errors/ErrorBlock.js';
import { useErrorToast } from '../../errors/useErrorToast.js';
import { useLanguage } from '../../i18n/index.js';
import { useNodeTypes } from '../../reasons/useNodeTypes.js';
import { paths } from '../../routes/paths.js';
import { ContactLink } from '../../shared/ContactLink.js';
import { LoadMore } from '../../shared/LoadMore.js';
import { SearchField } from '../../shared/SearchField.js';
import { useNumber } from '../../shared/useNumber.js';
import { useSearchText } from '../../shared/useSearchState.js';
import { nodeTitle } from './node-title.js';
import { Reason } from './Reason.js';
import { RepairDialog } from './RepairDialog.js';
import { RepairMenu } from './RepairMenu.js';
import { REPAIRS, repairIcon } from './repairs.js';
import { useMayEdit } from './useMayEdit.js';

/** People who are stuck: where, since when, why; and what to do about it, for one or for many. */
export function ParkedRuns() {
  const { t } = useTranslation('attention');
  const language = useLanguage();
  const { number } = useNumber();
  const types = useNodeTypes();
  const mayEdit = useMayEdit();
  const toastError = useErrorToast();
  const search = useSearchText();
  const [address, setAddress] = useSearchParams();
  const journey = Number(address.get('journey')) || undefined;
  const node = journey === undefined ? undefined : (address.get('node') ?? undefined);
  const filter = { journey, node, search: search.asked };
  const runs = useInfiniteQuery(parkedRunsQuery(filter));
  const rows = runs.data?.pages.flatMap((page) => page.items);
  const { total = 0, journeys = [] } = runs.data?.pages[0] ?? {};
  const [selected, setSelected] = useState<ReadonlyMap<number, ParkedRun>>(new Map());
  const [repairing, setRepairing] = useState<{ action: RepairAction; runs: readonly ParkedRun[] }>();
  const [gathering, setGathering] = useState(false);

  const filterBy = (name: 'journey' | 'node', value: string | undefined) => {
    setSelected(new Map());
    setAddress(
      (before) => {
        const next = new URLSearchParams(before);
        next.delete('node');
        if (value) next.set(name, value);
        else next.delete(name);
        return next;
      },
      { replace: true },
    );
  };
  const selectAll = () => {
    setGathering(true);
    void firstParked(filter)
      .then(({ items }) => setSelected(new Map(items.map((run) => [run.id, run]))), toastError)
      .finally(() => setGathering(false));
  };

  const columns: TableProps<ParkedRun>['columns'] = [
    {
      title: t('column.contact'),
      key: 'contact',
      width: '18%',
      render: (_, run) => <ContactLink contact={run.contact} />,
    },
    {
      title: t('column.where'),
      key: 'where',
      width: '24%',
      render: (_, run) => (
        <div className="cell-title">
          <Link to={paths.journeyNode(run.journey.id, run.node.id)}>{nodeTitle(run.node, types, language)}</Link>
          <span>
            {run.journey.name ?? t('deletedJourney')}
            {run.version === null ? null : ` · ${t('version', { number: run.version })}`}
          </span>
        </div>
      ),
    },
    { title: t('column.why'), key: 'why', render: (_, run) => <Reason run={run} /> },
    { title: t('column.since'), key: 'since', width: 132, render: (_, run) => <LocalTime at={run.since} /> },
    ...(mayEdit
      ? [
          {
            title: <span className="sj-visually-hidden">{t('repair.button')}</span>,
            key: 'repair',
            width: 116,
            align: 'right' as const,
            render: (_: unknown, run: ParkedRun) => (
              <RepairMenu onChoose={(action) => setRepairing({ action, runs: [run] })} />
            ),
          },
        ]
      : []),
  ];
  const filtered = journey !== undefined || search.asked !== undefined;
  const chosenNode = node === undefined ? undefined : rows?.find((run) => run.node.id === node)?.node;

  return (
    <>
      {filtered || total > 0 ? (
        <div className="toolbar">
          <SearchField value={search.typed} onChange={search.setTyped} placeholder={t('search')} />
          <Select
            allowClear
            showSearch={{ optionFilterProp: 'label' }}
            style={{ minWidth: 220 }}
            value={journey === undefined ? null : String(journey)}
            placeholder={t('allJourneys')}
            aria-label={t('journey')}
            options={journeys.map(({ id, name, count }) => ({
              value: String(id),
              label: `${name ?? t('deletedJourney')} (${number(count)})`,
            }))}
            onChange={(value: string | null | undefined) => filterBy('journey', value ?? undefined)}
          />
          {node === undefined ? null : (
            <Button onClick={() => filterBy('journey', String(journey))}>
              {t('onlyStep', { step: chosenNode ? nodeTitle(chosenNode, types, language) : node })} ×
            </Button>
          )}
          <span className="toolbar-end sj-muted sj-number">{t('total', { count: total, shown: number(total) })}</span>
        </div>
      ) : null}
      {selected.size > 0 ? (
        <div className="selection-bar" role="toolbar" aria-label={t('selection.label')}>
          <b className="sj-number">{t('selection.count', { count: selected.size, shown: number(selected.size) })}</b>
          {REPAIRS.map((action) => (
            <Button
              key={action}
              size="small"
              danger={action === 'end'}
              icon={repairIcon(action)}
              onClick={() => setRepairing({ action, runs: [...selected.values()] })}
            >
              {t(`repair.${action}.button`)}
            </Button>
          ))}
          <span className="toolbar-end">
            {total > selected.size && selected.size < MOST_AT_ONCE ? (
              <Button size="small" type="link" loading={gathering} onClick={selectAll}>
                {total > MOST_AT_ONCE
                  ? t('selection.first', { shown: number(MOST_AT_ONCE) })
                  : t('selection.all', { shown: number(total) })}
              </Button>
            ) : null}
            <Button size="small" type="text" onClick={() => setSelected(new Map())}>
              {t('selection.clear')}
            </Button>
          </span>
        </div>
      ) : null}
      {runs.isError ? (
        <ErrorBlock error={runs.error} onRetry={() => void runs.refetch()} />
      ) : (
        <DataTable
          label={t('tab.runs')}
          rows={rows}
          refreshing={runs.isPlaceholderData}
          rowKey="id"
          columns={columns}
          {...(mayEdit
            ? {
                rowSelection: {
                  columnWidth: 44,
                  selectedRowKeys: [...selected.keys()],
                  preserveSelectedRowKeys: true,
                  getTitleCheckboxProps: () => ({ 'aria-label': t('selection.page') }),
                  getCheckboxProps: (run: ParkedRun) => ({
                    'aria-label': t('selection.one', { name: run.contact.name ?? `#${run.contact.id}` }),
                  }),
                  onChange: (keys: readonly React.Key[]) =>
                    setSelected((before) => {
                      const known = new Map([...before, ...(rows ?? []).map((run) => [run.id, run] as const)]);
                      return new Map(
                        keys.slice(0, MOST_AT_ONCE).flatMap((key) => {
                          const run = known.get(Number(key));
                          return run ? [[run.id, run] as const] : [];
                        }),
                      );
                    }),
                },
              }
            : {})}
          footer={
            rows && rows.length > 0 ? (
              <LoadMore
                shown={rows.length}
                total={total}
                hasMore={runs.hasNextPage}
                loading={runs.isFetchingNextPage}
                onMore={() => void runs.fetchNextPage()}
              />
            ) : null
          }
          empty={
            filtered ? (
              <EmptyState
                title={t('noMatch')}
                action={
                  <Button
                    onClick={() => {
                      search.setTyped('');
                      setAddress({}, { replace: true });
                    }}
                  >
                    {t('clearFilters')}
                  </Button>
                }
              />
            ) : (
              <EmptyState
                icon={<CheckCircleOutlined className="all-well-icon" />}
                title={t('empty.runs.title')}
                hint={t('empty.runs.hint')}
              />
            )
          }
        />
      )}
      {repairing ? (
        <RepairDialog
          {...repairing}
          onClose={() => setRepairing(undefined)}
          onDone={(left) => {
            setRepairing(undefined);
            setSelected((before) => new Map([...before].filter(([id]) => left.has(id))));
          }}
        />
      ) : null}
    </>
  );
}
