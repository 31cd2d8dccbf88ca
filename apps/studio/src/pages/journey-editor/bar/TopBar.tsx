import { LeftOutlined } from '@ant-design/icons';
import { CANVAS_TEXTS, describeEdit, Glyph, useCanvasStore, type Issue } from '@sojourn/canvas';
import { Button, Switch, Tooltip } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { JourneyView } from '../../../api/index.js';
import { paths } from '../../../routes/paths.js';
import { SaveState } from '../draft/SaveState.js';
import type { Draft } from '../draft/useDraft.js';
import { useEditor } from '../editor-context.js';
import { Freshness } from '../counts/Freshness.js';
import { NameField } from './NameField.js';
import { ProblemsButton } from './ProblemsButton.js';
import { PublishButton } from './PublishButton.js';
import { StateControl } from './StateControl.js';
import { VersionSelect } from './VersionSelect.js';

interface TopBarProps {
  readonly draft: Draft;
  readonly isVersion: boolean;
  readonly shownVersion: number | undefined;
  readonly onVersion: (number: number | undefined) => void;
  readonly live: {
    readonly shown: boolean;
    readonly onShown: (shown: boolean) => void;
    readonly possible: boolean;
    readonly asOf: number | undefined;
    readonly active: number | undefined;
    readonly stale: boolean;
  };
  readonly problemsOpen: boolean;
  readonly onProblems: () => void;
  readonly onIssue: (issue: Issue) => void;
  readonly onJourney: (journey: JourneyView) => void;
}

export function TopBar({
  draft,
  isVersion,
  shownVersion,
  onVersion,
  live,
  problemsOpen,
  onProblems,
  onIssue,
  onJourney,
}: TopBarProps) {
  const { t } = useTranslation('editor');
  return (
    <header className="je-bar">
      <nav className="je-crumbs" aria-label={t('bar.breadcrumb')}>
        <Tooltip title={t('bar.back')}>
          <Link to={paths.journeys} className="je-back" aria-label={t('bar.back')}>
            <LeftOutlined />
          </Link>
        </Tooltip>
        <NameField />
      </nav>
      <StateControl onJourney={onJourney} />
      {isVersion ? null : <SaveState draft={draft} />}
      <span className="je-gap" />
      {live.possible ? (
        <label className="je-live">
          {live.shown ? <Freshness asOf={live.asOf} active={live.active} stale={live.stale} /> : null}
          <Switch size="small" checked={live.shown} onChange={live.onShown} />
          <span>{t('bar.live')}</span>
        </label>
      ) : null}
      <VersionSelect shown={shownVersion} onChange={onVersion} />
      {isVersion ? (
        <Button onClick={() => onVersion(undefined)}>{t('bar.backToDraft')}</Button>
      ) : (
        <>
          <HistoryButtons />
          <ProblemsButton open={problemsOpen} onToggle={onProblems} />
          <PublishButton draft={draft} onIssue={onIssue} onJourney={onJourney} />
        </>
      )}
    </header>
  );
}

function HistoryButtons() {
  const { store, language } = useEditor();
  const { t } = useTranslation('editor');
  const readOnly = useCanvasStore(store, (state) => state.readOnly);
  const last = useCanvasStore(store, (state) => state.history.past.at(-1)?.label);
  const next = useCanvasStore(store, (state) => state.history.future.at(-1)?.label);
  const texts = CANVAS_TEXTS[language];
  return (
    <span className="je-history">
      <Tooltip title={last ? `${t('bar.undo')} · ${describeEdit(last, texts)} (Ctrl+Z)` : t('bar.undo')}>
        <Button
          type="text"
          icon={<Glyph name="undo" />}
          aria-label={t('bar.undo')}
          disabled={!last || readOnly}
          onClick={() => store.undo()}
        />
      </Tooltip>
      <Tooltip title={next ? `${t('bar.redo')} · ${describeEdit(next, texts)} (Ctrl+Y)` : t('bar.redo')}>
        <Button
          type="text"
          icon={<Glyph name="redo" />}
          aria-label={t('bar.redo')}
          disabled={!next || readOnly}
          onClick={() => store.redo()}
        />
      </Tooltip>
    </span>
  );
}
