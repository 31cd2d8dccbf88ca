import type { Condition } from '@sojourn/rules';
import { useTranslation } from 'react-i18next';
import { GroupEditor } from './GroupEditor.js';
import { toCondition, toGroup } from './model.js';
import { BuilderContext, type ConditionOptions } from './options.js';
import './conditions.css';

export interface ConditionBuilderProps {
  /** Undefined: nothing asked yet. */
  readonly value: Condition | undefined;
  readonly onChange: (condition: Condition) => void;
  readonly options: ConditionOptions;
  /** Offers rows about the event at hand, with the properties of `event` when it is known. */
  readonly payload?: { readonly event?: string | undefined } | undefined;
  readonly disabled?: boolean;
  /** Names the builder for those who do not see it. */
  readonly label?: string;
}

/** Draws a condition as groups and rows. Fetches nothing: the lists to choose from are given. */
export function ConditionBuilder({
  value,
  onChange,
  options,
  payload,
  disabled = false,
  label,
}: ConditionBuilderProps) {
  const { t } = useTranslation('studio');
  const root = toGroup(value);
  return (
    <BuilderContext value={{ options, payload, disabled }}>
      <div className="condition-builder" role="group" aria-label={label ?? t('condition.label')}>
        <GroupEditor group={root} path={[]} root={root} onRoot={(next) => onChange(toCondition(next))} />
      </div>
    </BuilderContext>
  );
}
