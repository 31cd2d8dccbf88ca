import { CheckCircleOutlined } from '@ant-design/icons';
import { EmptyState, Panel } from '@sojourn/ui';
import { useTranslation } from 'react-i18next';
import type { Capability } from '../../../api/plugins.js';
import { capabilityWords } from '../model/capability-words.js';
import type { Unticked } from '../model/narrowing.js';
import { partsOf } from '../model/parts.js';
import { CapabilityChoice } from './CapabilityChoice.js';

interface CapabilitiesProps {
  readonly capabilities: readonly Capability[];
  /** Of an upgrade: what it asks for beyond what it may already. Undefined for a first install. */
  readonly more: readonly Capability[] | undefined;
  readonly less: readonly Capability[];
  readonly unticked: Unticked;
  readonly onChange: ((unticked: Unticked) => void) | undefined;
}

/** A first install shows everything; an upgrade what is new, with the rest folded away. */
export function Capabilities({ capabilities, more, less, unticked, onChange }: CapabilitiesProps) {
  const { t } = useTranslation('plugins');
  const choices = (of: (capability: Capability) => Capability | undefined) =>
    capabilities.flatMap((capability, index) => {
      const shown = of(capability);
      return shown
        ? [
            <CapabilityChoice
              key={index}
              capability={capability}
              index={index}
              unticked={unticked}
              onChange={onChange}
              isNew={more !== undefined && shown !== capability}
              only={shown === capability ? undefined : partsOf(shown)}
            />,
          ]
        : [];
    });

  if (capabilities.length === 0)
    return (
      <Panel title={t('consent.may')}>
        <EmptyState icon={<CheckCircleOutlined />} title={t('consent.mayNothing')} hint={t('consent.mayNothingHint')} />
      </Panel>
    );
  if (more === undefined)
    return (
      <Panel title={t('consent.may')} extra={onChange ? t('consent.untick') : undefined}>
        <ul className="capabilities">{choices((one) => one)}</ul>
      </Panel>
    );
  const newOf = (one: Capability) => more.find((other) => other.kind === one.kind && sameRest(one, other));
  return (
    <>
      <Panel title={t('consent.more')} extra={more.length > 0 && onChange ? t('consent.untick') : undefined}>
        {more.length === 0 ? (
          <p className="sj-muted consent-none">
            <CheckCircleOutlined className="all-well-icon" /> {t('consent.noMore')}
          </p>
        ) : (
          <ul className="capabilities">{choices(newOf)}</ul>
        )}
        {less.length > 0 ? (
          <div className="consent-less">
            <h3>{t('consent.less')}</h3>
            <ul>
              {less.map((one, index) => (
                <li key={index}>{capabilityWords(t, one)}</li>
              ))}
            </ul>
          </div>
        ) : null}
      </Panel>
      <details className="consent-rest">
        <summary>{t('consent.rest')}</summary>
        <ul className="capabilities">{choices((one) => (newOf(one) ? undefined : one))}</ul>
      </details>
    </>
  );
}

/** Two capabilities of one kind (two sets of hosts) are told apart by their reasons. */
function sameRest(a: Capability, b: Capability): boolean {
  return JSON.stringify(a.reason) === JSON.stringify(b.reason);
}
