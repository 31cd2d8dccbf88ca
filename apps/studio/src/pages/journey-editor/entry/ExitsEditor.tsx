import { DeleteOutlined, FlagOutlined, LogoutOutlined, PlusOutlined } from '@ant-design/icons';
import { useCanvasStore } from '@sojourn/canvas';
import type { ExitRule } from '@sojourn/journey';
import { Button, Input, Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import { ConditionBuilder, useConditionOptions } from '../../../conditions/index.js';
import { useEditor } from '../editor-context.js';
import { Labelled } from '../form/Labelled.js';
import { EventNameInput } from '../form/fields/NameFields.js';
import { FilterSwitch } from './FilterSwitch.js';
import { ANYONE, newExit } from './new-rule.js';
import { withOptional } from './RuleEditor.js';

/** What ends a run wherever it stands: goals that were reached, and reasons to leave without one. */
export function ExitsEditor({ issuesAt }: { readonly issuesAt: (pointer: string) => readonly string[] }) {
  const { store, actions } = useEditor();
  const { t } = useTranslation('editor');
  const exits = useCanvasStore(store, (state) => state.document.exits);
  const readOnly = useCanvasStore(store, (state) => state.readOnly);
  const set = (index: number, exit: ExitRule) =>
    actions.changeExits(exits.map((one, at) => (at === index ? exit : one)));
  return (
    <section className="je-section" data-field="cfg_exits">
      <h3>{t('exits.title')}</h3>
      <p className="je-hint">{t('exits.hint')}</p>
      {exits.map((exit, index) => {
        const id = `cfg_exits_${index}`;
        const errors = issuesAt(`/exits/${index}`);
        return (
          <div key={exit.id} className="je-rule" data-field={id} data-bad={errors.length > 0 || undefined}>
            <div className="je-rule-head">
              <span aria-hidden="true">{exit.goal ? <FlagOutlined /> : <LogoutOutlined />}</span>
              <strong>{t(exit.goal ? 'exits.goal' : 'exits.leave')}</strong>
              {readOnly ? null : (
                <Button
                  type="text"
                  size="small"
                  icon={<DeleteOutlined />}
                  aria-label={t('form.remove')}
                  onClick={() => actions.changeExits(exits.filter((_, at) => at !== index))}
                />
              )}
            </div>
            <Labelled id={`${id}_name`} label={t('exits.name')} htmlFor={`${id}_name_input`}>
              <Input
                id={`${id}_name_input`}
                value={exit.name}
                maxLength={60}
                placeholder={t(exit.goal ? 'exits.goalExample' : 'exits.leaveExample')}
                disabled={readOnly}
                onChange={(event) => set(index, { ...exit, name: event.target.value })}
              />
            </Labelled>
            <Segmented
              block
              disabled={readOnly}
              aria-label={t('exits.when')}
              value={exit.when.kind}
              options={[
                { value: 'event', label: t('exits.byEvent') },
                { value: 'condition', label: t('exits.byCondition') },
              ]}
              onChange={(kind) =>
                set(index, {
                  ...exit,
                  when: kind === 'event' ? { kind, event: '' } : { kind: 'condition', condition: ANYONE },
                })
              }
            />
            <ExitCondition id={id} exit={exit} disabled={readOnly} onChange={(next) => set(index, next)} />
            {errors.map((error) => (
              <p key={error} className="je-error" role="alert">
                {error}
              </p>
            ))}
          </div>
        );
      })}
      {readOnly ? null : (
        <div className="je-row">
          <Button
            type="dashed"
            block
            icon={<PlusOutlined />}
            onClick={() => actions.changeExits([...exits, newExit(true)])}
          >
            {t('exits.addGoal')}
          </Button>
          <Button
            type="dashed"
            block
            icon={<PlusOutlined />}
            onClick={() => actions.changeExits([...exits, newExit(false)])}
          >
            {t('exits.addLeave')}
          </Button>
        </div>
      )}
    </section>
  );
}

function ExitCondition({
  id,
  exit,
  disabled,
  onChange,
}: {
  readonly id: string;
  readonly exit: ExitRule;
  readonly disabled: boolean;
  readonly onChange: (exit: ExitRule) => void;
}) {
  const { t } = useTranslation('editor');
  const options = useConditionOptions();
  const { when } = exit;
  if (when.kind === 'condition') {
    return (
      <ConditionBuilder
        value={when.condition}
        options={options}
        disabled={disabled}
        label={t('exits.byCondition')}
        onChange={(condition) => onChange({ ...exit, when: { kind: 'condition', condition } })}
      />
    );
  }
  return (
    <>
      <Labelled id={`${id}_when_event`} label={t('entry.event')} htmlFor={`${id}_event_input`} required>
        <EventNameInput
          id={`${id}_event_input`}
          value={when.event}
          disabled={disabled}
          onChange={(event) => onChange({ ...exit, when: { ...when, event } })}
        />
      </Labelled>
      <FilterSwitch
        id={`${id}_when_filter`}
        label={t('entry.filter')}
        value={when.filter}
        payload={{ event: when.event }}
        disabled={disabled}
        onChange={(filter) => onChange({ ...exit, when: withOptional(when, 'filter', filter) })}
      />
    </>
  );
}
