import { Select } from 'antd';
import { useQuery } from '@tanstack/react-query';
import { LocalTime } from '@sojourn/ui';
import { useTranslation } from 'react-i18next';
import { journeyVersionsQuery } from '../../../api/index.js';
import { useEditor } from '../editor-context.js';

const DRAFT = 0;

/** The draft, or one of the published versions, which nobody can change any more. */
export function VersionSelect({
  shown,
  onChange,
}: {
  readonly shown: number | undefined;
  readonly onChange: (number: number | undefined) => void;
}) {
  const { journey } = useEditor();
  const { t } = useTranslation('editor');
  const { data: versions = [] } = useQuery(journeyVersionsQuery(journey.id));
  if (versions.length === 0) return null;
  const live = journey.liveVersion?.number;
  const options = [
    { value: DRAFT, label: t('version.draft'), at: undefined },
    ...[...versions]
      .sort((a, b) => b.number - a.number)
      .map(({ number, publishedAt }) => ({
        value: number,
        label: t(number === live ? 'version.live' : 'version.number', { number }),
        at: publishedAt,
      })),
  ];
  return (
    <Select
      className="je-version"
      aria-label={t('version.label')}
      value={shown ?? DRAFT}
      options={options}
      popupMatchSelectWidth={260}
      optionRender={({ data }) => (
        <span className="je-version-option">
          <span>{data.label}</span>
          {data.at === undefined ? null : (
            <span className="sj-faint">
              <LocalTime at={data.at} />
            </span>
          )}
        </span>
      )}
      onChange={(value) => onChange(value === DRAFT ? undefined : value)}
    />
  );
}
