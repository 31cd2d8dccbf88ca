import { CheckCircleOutlined, CloseCircleOutlined, WarningOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import type { estimateNode, previewNode, validateConfig } from '../../../api/plugin-host.js';
import { localText, type LocalText } from '../../../i18n/local-text.js';
import { useNumber } from '../../../shared/useNumber.js';
import { useEditor } from '../editor-context.js';

type Estimate = Awaited<ReturnType<typeof estimateNode>>;
export type Answer =
  | ({ readonly hook: 'validate' } & Awaited<ReturnType<typeof validateConfig>>)
  | ({ readonly hook: 'estimate' } & Estimate)
  | ({ readonly hook: 'preview' } & Awaited<ReturnType<typeof previewNode>>);

interface HookAnswerProps {
  readonly answer: Answer;
  /** How many an estimate was made for. */
  readonly contacts: number;
}

/** The plugin's answer, in lines. */
export function HookAnswer({ answer, contacts }: HookAnswerProps) {
  const { language } = useEditor();
  const { t } = useTranslation('plugins');
  const estimate = useEstimateWords();
  if (answer.hook === 'validate')
    return (
      <div role="status">
        <ul className="hook-answer">
          {answer.issues.length === 0 ? (
            <li>
              <CheckCircleOutlined aria-hidden /> {t('hook.nothingWrong')}
            </li>
          ) : null}
          {answer.issues.map(({ severity, pointer, message }, index) => (
            <li key={`${pointer} ${index}`} data-severity={severity}>
              {severity === 'error' ? <CloseCircleOutlined aria-hidden /> : <WarningOutlined aria-hidden />}{' '}
              {localText(message as unknown as LocalText, language)}
            </li>
          ))}
        </ul>
      </div>
    );
  if (answer.hook === 'estimate')
    return (
      <p className="hook-answer" role="status">
        {estimate(answer, contacts)}
      </p>
    );
  const { preview } = answer;
  const lines = typeof preview === 'object' && preview !== null ? Object.entries(preview) : [['', preview] as const];
  return (
    <div role="status">
      <dl className="hook-answer hook-preview">
        {lines.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{typeof value === 'string' ? value : JSON.stringify(value)}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
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
