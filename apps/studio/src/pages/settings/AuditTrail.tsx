import { AuditOutlined, CheckCircleOutlined, ExclamationCircleOutlined } from '@ant-design/icons';
import { DataTable, EmptyState, LocalTime, StatusTag } from '@sojourn/ui';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Button, Tooltip, type TableProps } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { auditCheckQuery, auditQuery, type AuditEntry } from '../../api/audit.js';
import { sessionQuery } from '../../api/session.js';
import { ErrorBlock } from '../../errors/ErrorBlock.js';
import { paths } from '../../routes/paths.js';
import { LoadMore } from '../../shared/LoadMore.js';
import { useNumber } from '../../shared/useNumber.js';
import { channelName } from '../attention/channel-name.js';
import { canAdminister } from './roles.js';

/** Who did what in this workspace, and whether anybody changed the trail since. */
export function AuditTrail() {
  const { t, i18n } = useTranslation('audit');
  const { number } = useNumber();
  const allowed = canAdminister(useQuery(sessionQuery).data?.role);
  const trail = useInfiniteQuery({ ...auditQuery, enabled: allowed });
  const check = useQuery(auditCheckQuery);
  const rows = trail.data?.pages.flatMap((page) => page.items);

  const columns: TableProps<AuditEntry>['columns'] = [
    { title: t('column.at'), key: 'at', width: 136, render: (_, { at }) => <LocalTime at={at} /> },
    { title: t('column.who'), key: 'who', width: '22%', render: (_, entry) => <Who entry={entry} /> },
    {
      title: t('column.what'),
      key: 'what',
      render: (_, { action, subject }) => (
        <div className="cell-title">
          <b>{i18n.exists(`audit:action.${action}`) ? t(`action.${action}`) : action}</b>
          <Subject subject={subject} />
        </div>
      ),
    },
    {
      title: t('column.details'),
      key: 'details',
      width: '30%',
      render: (_, { details }) =>
        details === null ? null : (
          <Tooltip title={JSON.stringify(details)} styles={{ root: { maxWidth: 480 } }}>
            <code className="sj-ellipsis audit-details" tabIndex={0}>
              {JSON.stringify(details)}
            </code>
          </Tooltip>
        ),
    },
  ];

  if (!allowed)
    return <EmptyState icon={<AuditOutlined />} title={t('notAllowed.title')} hint={t('notAllowed.hint')} />;
  return (
    <>
      <div className="toolbar">
        <span className="sj-muted">{t('lead')}</span>
        <span className="toolbar-end audit-check" role="status">
          {check.data ? (
            <StatusTag
              tone={check.data.ok ? 'good' : 'bad'}
              icon={check.data.ok ? <CheckCircleOutlined /> : <ExclamationCircleOutlined />}
            >
              {check.data.ok
                ? t('check.ok', { count: check.data.checked, shown: number(check.data.checked) })
                : t('check.broken', { number: number(check.data.brokenAt ?? 0) })}
            </StatusTag>
          ) : null}
          <Button size="small" loading={check.isFetching} onClick={() => void check.refetch()}>
            {t('check.button')}
          </Button>
        </span>
      </div>
      {trail.isError ? (
        <ErrorBlock error={trail.error} onRetry={() => void trail.refetch()} />
      ) : (
        <DataTable
          label={t('title')}
          rows={rows}
          rowKey="id"
          columns={columns}
          footer={
            rows && rows.length > 0 ? (
              <LoadMore
                shown={rows.length}
                hasMore={trail.hasNextPage}
                loading={trail.isFetchingNextPage}
                onMore={() => void trail.fetchNextPage()}
              />
            ) : null
          }
          empty={<EmptyState icon={<AuditOutlined />} title={t('empty.title')} hint={t('empty.hint')} />}
        />
      )}
    </>
  );
}

function Who({ entry: { user, apiKey } }: { readonly entry: AuditEntry }) {
  const { t } = useTranslation('audit');
  if (user) return <>{user.name ?? t('gone')}</>;
  if (apiKey) return <>{t('key', { name: apiKey.name ?? t('gone') })}</>;
  return <>{t('house')}</>;
}

/** What it was done to: a noun with its id, in the reader's words. */
function Subject({ subject }: { readonly subject: string }) {
  const { t, i18n } = useTranslation('audit');
  const { t: attention } = useTranslation('attention');
  const [, noun, id] = /^([a-z ]+?) ([\w.-]+)$/.exec(subject) ?? [];
  if (noun === undefined || !i18n.exists(`audit:subject.${noun}`)) return <span>{subject}</span>;
  const words = t(`subject.${noun}`, { id: noun === 'channel' ? channelName(attention, id ?? '') : id });
  return noun === 'journey' ? <Link to={paths.journey(Number(id))}>{words}</Link> : <span>{words}</span>;
}
