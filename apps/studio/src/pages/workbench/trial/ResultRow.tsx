import { CheckCircleFilled, CloseCircleFilled, DownOutlined, RightOutlined } from '@ant-design/icons';
import { StatusTag } from '@sojourn/ui';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Lines } from './Lines.js';
import type { TriedContact } from '../../../api/workbench.js';
import { useLanguage } from '../../../i18n/index.js';
import { paths } from '../../../routes/paths.js';

interface ResultRowProps {
  readonly contact: TriedContact;
  readonly outcomes: ReadonlyMap<string, string>;
  readonly open: boolean;
  readonly onToggle: () => void;
}

export function ResultRow({ contact, outcomes, open, onToggle }: ResultRowProps) {
  const { t } = useTranslation('workbench');
  const language = useLanguage();
  const { id, name, outcome, verb, error, log } = contact;
  const way = outcome === null ? t(`verb.${verb as 'wait'}`) : (outcomes.get(outcome) ?? outcome);
  return (
    <>
      <tr className={open ? 'is-open' : ''}>
        <td>
          <button type="button" className="wb-open" aria-expanded={open} onClick={onToggle}>
            {open ? <DownOutlined aria-hidden /> : <RightOutlined aria-hidden />}
            <span className="sj-ellipsis">{name ?? `#${id}`}</span>
          </button>
        </td>
        <td>
          <StatusTag tone={error ? 'bad' : 'good'} icon={error ? <CloseCircleFilled /> : <CheckCircleFilled />}>
            {way}
          </StatusTag>
        </td>
        <td>
          <span className="wb-changes">
            {error ? error.message[language] : changesOf(contact, t('result.unchanged')).join(' · ')}
          </span>
        </td>
        <td className="wb-number">{log.length}</td>
      </tr>
      {open ? (
        <tr className="wb-opened">
          <td colSpan={4}>
            {error ? <p className="wb-error">{error.message[language]}</p> : null}
            <h3>{t('result.log')}</h3>
            {log.length === 0 ? <p className="wb-note">{t('result.noLog')}</p> : <Lines>{log.join('\n')}</Lines>}
            <Json title={t('result.changes')} value={changed(contact)} />
            <Json title={t('result.output')} value={contact.output} />
            <Json title={t('result.input')} value={contact.input} />
            <Link to={paths.contact(id)}>{t('result.profile')}</Link>
          </td>
        </tr>
      ) : null}
    </>
  );
}

function Json({ title, value }: { readonly title: string; readonly value: object }) {
  if (Object.keys(value).length === 0) return null;
  return (
    <>
      <h3>{title}</h3>
      <Lines>{JSON.stringify(value, null, 2)}</Lines>
    </>
  );
}

/** The changes without the empty ones. */
function changed({ changes }: TriedContact): object {
  const { set, ...lists } = changes;
  return {
    ...(Object.keys(set).length > 0 ? { set } : {}),
    ...Object.fromEntries(Object.entries(lists).filter(([, list]) => list.length > 0)),
  };
}

function changesOf({ changes, output }: TriedContact, none: string): readonly string[] {
  const { set, unset, addTags, removeTags } = changes;
  const words = [
    ...Object.entries(set).map(([name, value]) => `${name} = ${JSON.stringify(value)}`),
    ...unset.map((name) => `${name} –`),
    ...addTags.map((tag) => `+ ${tag}`),
    ...removeTags.map((tag) => `– ${tag}`),
    ...Object.keys(output).map((name) => `{{ ${name} }}`),
  ];
  return words.length > 0 ? words : [none];
}
