import {
  ApiOutlined,
  CalendarOutlined,
  ClockCircleOutlined,
  FilterOutlined,
  LoginOutlined,
  PlusOutlined,
  ThunderboltOutlined,
} from '@ant-design/icons';
import { CANVAS_TEXTS, useCanvasStore } from '@sojourn/canvas';
import { ENTRY_NODE, type EntryRule } from '@sojourn/journey';
import { Button, Dropdown } from 'antd';
import { useTranslation } from 'react-i18next';
import { useEditor } from '../editor-context.js';
import { IssueNotes } from '../inspector/IssueNotes.js';
import { InspectorFrame } from '../inspector/InspectorFrame.js';
import { WaysOut } from '../inspector/WaysOut.js';
import { ExitsEditor } from './ExitsEditor.js';
import { newRule } from './new-rule.js';
import { ReentryEditor } from './ReentryEditor.js';
import { RuleEditor } from './RuleEditor.js';
import { ZoneSelect } from './ZoneSelect.js';
import { Labelled } from '../form/Labelled.js';

const KINDS = ['event', 'segment', 'schedule', 'date', 'api'] as const;
const ICONS = {
  event: <ThunderboltOutlined />,
  segment: <FilterOutlined />,
  schedule: <ClockCircleOutlined />,
  date: <CalendarOutlined />,
  api: <ApiOutlined />,
};

/** Who enters, when again, what takes them out, and in which zone the journey reads its clocks. */
export function EntryInspector() {
  const { store, actions, issues, language } = useEditor();
  const { t } = useTranslation('editor');
  const entry = useCanvasStore(store, (state) => state.document.entry);
  const timeZone = useCanvasStore(store, (state) => state.document.timeZone ?? 'Asia/Shanghai');
  const readOnly = useCanvasStore(store, (state) => state.readOnly);
  const mine = useCanvasStore(issues, (state) => state.byNode.get(ENTRY_NODE)) ?? [];
  const issuesAt = (pointer: string) =>
    mine
      .filter((issue) => issue.pointer === pointer || issue.pointer.startsWith(`${pointer}/`))
      .map((issue) => issue.message[language]);
  const elsewhere = mine.filter((issue) => !/^\/(entry\/rules\/\d|exits\/\d)/.test(issue.pointer));
  const setRules = (rules: readonly EntryRule[]) => actions.changeEntry({ rules });
  const add = (kind: EntryRule['kind']) => setRules([...entry.rules, newRule(kind, timeZone, Date.now())]);
  return (
    <InspectorFrame
      nodeId={ENTRY_NODE}
      icon={<LoginOutlined />}
      category="entry"
      label={CANVAS_TEXTS[language].entry}
      title={<h2 className="je-title">{CANVAS_TEXTS[language].entry}</h2>}
      subtitle={t('entry.lead')}
    >
      <IssueNotes issues={elsewhere} language={language} />
      <section className="je-section" data-field="cfg_entry_rules">
        <h3>{t('entry.rules')}</h3>
        {entry.rules.length > 1 ? <p className="je-hint">{t('entry.anyOf')}</p> : null}
        {entry.rules.map((rule, index) => (
          <RuleEditor
            key={rule.id}
            id={`cfg_entry_rules_${index}`}
            rule={rule}
            icon={ICONS[rule.kind]}
            disabled={readOnly}
            errors={issuesAt(`/entry/rules/${index}`)}
            onChange={(next) => setRules(entry.rules.map((one, at) => (at === index ? next : one)))}
            onRemove={() => setRules(entry.rules.filter((_, at) => at !== index))}
          />
        ))}
        {readOnly ? null : (
          <Dropdown
            autoFocus
            trigger={['click']}
            menu={{
              className: 'je-kind-menu',
              items: KINDS.map((kind) => ({
                key: kind,
                icon: ICONS[kind],
                label: (
                  <span className="je-kind">
                    <span>{t(`entry.kind.${kind}`)}</span>
                    <span className="sj-faint">{t(`entry.kindHint.${kind}`)}</span>
                  </span>
                ),
              })),
              onClick: ({ key }) => add(key as EntryRule['kind']),
            }}
          >
            <Button type={entry.rules.length === 0 ? 'primary' : 'dashed'} block icon={<PlusOutlined />}>
              {t('entry.add')}
            </Button>
          </Dropdown>
        )}
      </section>
      <section className="je-section">
        <h3>{t('reentry.title')}</h3>
        <ReentryEditor
          value={entry.reentry}
          disabled={readOnly}
          onChange={(reentry) => actions.changeEntry({ reentry })}
        />
      </section>
      <ExitsEditor issuesAt={issuesAt} />
      <section className="je-section">
        <h3>{t('entry.clock')}</h3>
        <Labelled
          id="cfg_timeZone"
          label={t('entry.timeZone')}
          htmlFor="cfg_timeZone_input"
          hint={t('entry.timeZoneHint')}
        >
          <ZoneSelect
            id="cfg_timeZone_input"
            value={timeZone}
            disabled={readOnly}
            onChange={(zone) => actions.changeTimeZone(zone)}
          />
        </Labelled>
      </section>
      <WaysOut nodeId={ENTRY_NODE} />
    </InspectorFrame>
  );
}
