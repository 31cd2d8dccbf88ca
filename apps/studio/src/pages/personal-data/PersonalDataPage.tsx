import { DownloadOutlined, SafetyCertificateOutlined } from '@ant-design/icons';
import { DataTable, EmptyState, PageBody, PageHeader, Panel } from '@sojourn/ui';
import { useQuery } from '@tanstack/react-query';
import { Button, type TableProps } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { personalDataQuery, type PersonalDataRow } from '../../api/journey-plugins.js';
import { journeyQuery } from '../../api/journeys.js';
import { ErrorBlock } from '../../errors/ErrorBlock.js';
import { useLanguage } from '../../i18n/index.js';
import { paths } from '../../routes/paths.js';
import { useNodeTypes } from '../../reasons/useNodeTypes.js';
import { Back } from '../../shared/Back.js';
import { TitleWait } from '../../shared/TitleWait.js';
import { usePageTitle } from '../../shared/usePageTitle.js';
import { useAddressValue } from '../../shared/useSearchState.js';
import { useRouteId } from '../../shared/useRouteId.js';
import { csvOf } from '../plugins/model/csv.js';
import { download } from '../plugins/download.js';
import { fieldWords, listWords } from '../plugins/model/field-words.js';
import { NotFound } from '../NotFound.js';
import { isApiError } from '../../api/error.js';
import { DataPicture } from './DataPicture.js';
import { flowsOf } from './flows.js';
import './personal-data.css';

/** Which step of a journey sees which personal data, what it may change, and to which hosts it may send what it sees. */
export function PersonalDataPage() {
  const { t } = useTranslation('plugins');
  const language = useLanguage();
  const id = useRouteId();
  const types = useNodeTypes();
  const journey = useQuery({ ...journeyQuery(id), enabled: id > 0 });
  const [version] = useAddressValue('version');
  const map = useQuery({ ...personalDataQuery(id, Number(version) || undefined), enabled: id > 0 });
  const name = journey.data?.name;
  usePageTitle(name ? t('map.titleOf', { name }) : t('map.title'));
  if (id < 0 || (isApiError(journey.error) && journey.error.status === 404)) return <NotFound />;

  const rows = map.data;
  const titleOf = (row: PersonalDataRow) => row.title ?? types.get(row.type)?.title[language] ?? row.type;
  const whose = (row: PersonalDataRow) => (row.plugin ? `${row.plugin} ${row.version ?? ''}`.trim() : t('map.ships'));
  const fields = (list: readonly string[]) =>
    listWords(
      t,
      list.map((field) => fieldWords(t, field)),
    );
  const columns: TableProps<PersonalDataRow>['columns'] = [
    {
      title: t('map.step'),
      key: 'step',
      width: '22%',
      render: (_, row) => (
        <div className="cell-title">
          <Link to={paths.journeyNode(id, row.nodeId)}>{titleOf(row)}</Link>
        </div>
      ),
    },
    {
      title: t('map.whose'),
      key: 'plugin',
      width: '16%',
      render: (_, row) => (row.plugin ? <Link to={paths.plugin(row.plugin)}>{whose(row)}</Link> : <span className="sj-faint">{whose(row)}</span>), // prettier-ignore
    },
    { title: t('map.reads'), key: 'reads', render: (_, { reads }) => <Chips texts={reads.map((field) => fieldWords(t, field))} /> }, // prettier-ignore
    { title: t('map.writes'), key: 'writes', width: '22%', render: (_, { writes }) => <Chips texts={writes.map((field) => fieldWords(t, field))} /> }, // prettier-ignore
    {
      title: t('map.goesTo'),
      key: 'hosts',
      width: '22%',
      render: (_, { hosts, channels }) => (
        <>
          {hosts.length > 0 ? <Chips texts={hosts} code /> : null}
          {channels.length > 0 ? (
            <p className="sj-muted data-channels">
              {t('map.toContact', {
                channels: listWords(
                  t,
                  channels.map((channel) => t(`channel.${channel}`, { defaultValue: channel })),
                ),
              })}
            </p>
          ) : hosts.length === 0 ? (
            <span className="sj-faint">{t('map.staysHere')}</span>
          ) : null}
        </>
      ),
    },
  ];

  const save = () =>
    download(
      `${t('map.file', { id })}.csv`,
      'text/csv;charset=utf-8',
      csvOf([
        [
          t('map.step'),
          t('map.nodeId'),
          t('map.whose'),
          t('map.reads'),
          t('map.writes'),
          t('map.goesTo'),
          t('map.channels'),
        ],
        ...(rows ?? []).map((row) => [
          titleOf(row),
          row.nodeId,
          whose(row),
          fields(row.reads),
          fields(row.writes),
          listWords(t, row.hosts),
          listWords(t, row.channels),
        ]),
      ]),
    );

  return (
    <PageBody>
      <PageHeader
        back={<Back to={paths.journey(id)}>{name ?? t('map.journey')}</Back>}
        title={name ? t('map.titleOf', { name }) : <TitleWait />}
        subtitle={t('map.lead')}
        actions={
          <Button icon={<DownloadOutlined />} disabled={!rows || rows.length === 0} onClick={save}>
            {t('map.export')}
          </Button>
        }
      />
      {map.isError ? (
        <ErrorBlock error={map.error} onRetry={() => void map.refetch()} />
      ) : (
        <div className="stack">
          {rows && rows.some(({ reads }) => reads.length > 0) ? (
            <Panel title={t('map.picture')} extra={t('map.pictureHint')}>
              <DataPicture flows={flowsOf(rows)} titleOf={titleOf} />
            </Panel>
          ) : null}
          <DataTable
            label={t('map.title')}
            rows={rows}
            rowKey="nodeId"
            columns={columns}
            empty={<EmptyState icon={<SafetyCertificateOutlined />} title={t('map.empty')} hint={t('map.emptyHint')} />}
          />
        </div>
      )}
    </PageBody>
  );
}

function Chips({ texts, code = false }: { readonly texts: readonly string[]; readonly code?: boolean }) {
  if (texts.length === 0) return <span className="sj-faint">–</span>;
  return (
    <span className="tag-list data-chips">
      {texts.map((text) => (
        <span key={text} className={`chip${code ? ' code' : ''}`} title={text}>
          {text}
        </span>
      ))}
    </span>
  );
}
