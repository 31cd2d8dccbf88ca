import { CheckCircleOutlined, CloseCircleOutlined, WarningOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import { localText, type LocalText } from '../../../i18n/local-text.js';
import { useNumber } from '../../../shared/useNumber.js';
import { useEditor } from '../editor-context.js';
import type { Hook } from './HookResults.js';

interface HookAnswerProps {
  readonly hook: Hook;
  readonly answer: unknown;
  readonly contacts: number;
}

interface ConfigIssue {
  readonly severity: 'error' | 'warning';
  readonly pointer: string;
  readonly message: LocalText;
}

/** The plugin's answer, in lines. */
export function HookAnswer({ hook, answer, contacts }: HookAnswerProps) {
  const { language } = useEditor();
  const { t } = useTranslation('plugins');
  const estimate = useEstimateWords();
  if (hook === 'validate') {
    const { issues } = answer as { readonly issues: readonly ConfigIssue[] };
    return (
      <ul className="hook-answer" role="status">
        {issues.length === 0 ? (
          <li>
            <CheckCircleOutlined aria-hidden /> {t('hook.nothingWrong')}
          </li>
        ) : null}
        {issues.map(({ severity, pointer, message }) => (
          <li key={`${pointer} ${localText(message, 'en')}`} data-severity={severity}>
            {severity === 'error' ? <CloseCircleOutlined aria-hidden /> : <WarningOutlined aria-hidden />}{' '}
            {localText(message, language)}
          </li>
        ))}
      </ul>
    );
  }
  if (hook === 'estimate')
    return (
      <p className="hook-answer" role="status">
        {estimate(answer as Estimate, contacts)}
      </p>
    );
  const { preview } = answer as { readonly preview: unknown };
  const lines = typeof preview === 'object' && preview !== null ? Object.entries(preview) : [['', preview] as const];
  return (
    <dl className="hook-answer hook-preview" role="status">
      {lines.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{typeof value === 'string' ? value : JSON.stringify(value)}</dd>
        </div>
      ))}
    </dl>
  );
}

interface Estimate {
  readonly calls: number;
  readonly cost: number | null;
  readonly currency: string | null;
  readonly seconds: number | null;
}

/** `For 1,000 contacts: 1,000 calls, about 12 s, costs CN¥3.00`. */
function useEstimateWords(): (estimate: Estimate, contacts: number) => string {
  const { t } = useTranslation('plugins');
  const { language } = useEditor();
  const { number } = useNumber();
  return ({ calls, cost, currency, seconds }, contacts) => {
    const words = [t('hook.calls', { count: calls, shown: number(calls) })];
    if (seconds !== null) words.push(t('hook.seconds', { shown: number(seconds) }));
    if (cost !== null) words.push(t('hook.cost', { shown: money(cost, currency, language) }));
    return t('hook.forContacts', { count: contacts, shown: number(contacts), words: words.join(t('comma')) });
  };
}

/** An amount in the currency's smallest unit; a code that nobody knows is written as it is. */
function money(minor: number, currency: string | null, language: string): string {
  if (currency === null) return minor.toLocaleString(language);
  try {
    const format = new Intl.NumberFormat(language, { style: 'currency', currency });
    return format.format(minor / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
  } catch {
    return `${minor.toLocaleString(language)} ${currency}`;
  }
}
