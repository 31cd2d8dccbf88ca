import { AnimatedNumber } from '@sojourn/canvas';
import { useSurroundings } from '@sojourn/ui';
import { useTranslation } from 'react-i18next';
import { useMemo } from 'react';
import { useLanguage } from '../../../i18n/index.js';

/** How many are inside, and as of when: a number without its time would claim to be now. */
export function Freshness({
  asOf,
  active,
  stale,
}: {
  readonly asOf: number | undefined;
  readonly active: number | undefined;
  readonly stale: boolean;
}) {
  const { t } = useTranslation('editor');
  const language = useLanguage();
  const { timeZone } = useSurroundings();
  const format = useMemo(() => {
    const numbers = new Intl.NumberFormat(language);
    return (value: number) => numbers.format(value);
  }, [language]);
  if (asOf === undefined || active === undefined) return null;
  const [before = '', after = ''] = t('live.inside').split('#');
  return (
    <span className="je-fresh" data-stale={stale || undefined}>
      <span>
        {before}
        <strong>
          <AnimatedNumber value={active} format={format} />
        </strong>
        {after}
      </span>
      <span className="sj-faint">
        {t(stale ? 'live.stale' : 'live.asOf', { time: clock(asOf, timeZone, language) })}
      </span>
    </span>
  );
}

/** To the second: numbers come every two. */
function clock(at: number, timeZone: string, language: string): string {
  return new Intl.DateTimeFormat(language, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    timeZone,
  }).format(at);
}
