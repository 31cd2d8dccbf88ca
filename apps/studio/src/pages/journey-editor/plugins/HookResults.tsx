import { CheckCircleOutlined, CloseCircleOutlined } from '@ant-design/icons';
import type { OfferedManifest } from '@sojourn/canvas';
import type { JsonObject } from '@sojourn/canvas';
import { useMutation } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { callHook } from '../../../api/plugin-host.js';
import { useErrorToast } from '../../../errors/useErrorToast.js';
import { localText, type LocalText } from '../../../i18n/local-text.js';
import { useEditor } from '../editor-context.js';

type Hook = 'validate' | 'preview' | 'estimate';
const HOOKS: readonly Hook[] = ['validate', 'preview', 'estimate'];

interface HookResultsProps {
  readonly manifest: OfferedManifest;
  readonly config: JsonObject;
}

/** Buttons for what a plugin can say about a step before it runs, and its answer in words. */
export function HookResults({ manifest, config }: HookResultsProps) {
  const { t } = useTranslation('plugins');
  const has = HOOKS.filter((hook) => manifest.hooks?.includes(hook));
  if (has.length === 0 || manifest.plugin?.hash === undefined || (manifest.state ?? 'ok') !== 'ok') return null;
  return (
    <section className="je-ways hooks">
      <h3>{t('hook.title')}</h3>
      {has.map((hook) => (
        <HookLine key={hook} hook={hook} manifest={manifest} config={config} />
      ))}
    </section>
  );
}

function HookLine({ hook, manifest, config }: HookResultsProps & { readonly hook: Hook }) {
  const { language } = useEditor();
  const { t } = useTranslation('plugins');
  const toast = useErrorToast();
  const asked = useMutation({
    mutationFn: () =>
      callHook<unknown>(manifest.name, hook, { config, pin: manifest.plugin, language, now: Date.now() }),
  });
  const result = asked.data === undefined ? undefined : hookWords(asked.data, language);
  return (
    <div className="hook">
      <Button size="small" loading={asked.isPending} onClick={() => asked.mutate(undefined, { onError: toast })}>
        {t(`hook.${hook}`)}
      </Button>
      {result ? (
        <ul className="hook-answer" role="status" data-bad={!result.good || undefined}>
          {result.lines.map((line, index) => (
            <li key={index}>
              {result.good ? <CheckCircleOutlined aria-hidden /> : <CloseCircleOutlined aria-hidden />} {line}
            </li>
          ))}
          {result.lines.length === 0 ? (
            <li>
              <CheckCircleOutlined aria-hidden /> {t('hook.nothingWrong')}
            </li>
          ) : null}
        </ul>
      ) : null}
    </div>
  );
}

/** A plugin's answer as lines: issues of `validate`, a text, or its figures one by one. */
function hookWords(answer: unknown, language: 'en' | 'zh-CN'): { good: boolean; lines: readonly string[] } {
  const { issues, text, result } = answer as { issues?: unknown; text?: unknown; result?: unknown };
  if (Array.isArray(issues))
    return {
      good: issues.length === 0,
      lines: issues.map((issue: { message?: LocalText; pointer?: string }) =>
        [issue.pointer, localText(issue.message, language)].filter(Boolean).join(': '),
      ),
    };
  const said = text ?? (result as { text?: unknown } | undefined)?.text;
  if (said !== undefined) return { good: true, lines: [localText(said as LocalText, language)] };
  const whole = result ?? answer;
  return {
    good: true,
    lines:
      typeof whole === 'object' && whole !== null
        ? Object.entries(whole).map(
            ([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`,
          )
        : [String(whole)],
  };
}
