import { CopyOutlined, DeleteOutlined, MoreOutlined } from '@ant-design/icons';
import { CANVAS_TEXTS, useCanvasStore } from '@sojourn/canvas';
import { pluginOfType } from '@sojourn/journey';
import { EmptyState } from '@sojourn/ui';
import { Button, Dropdown } from 'antd';
import { lazy, Suspense, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { ParkedHere } from '../../attention/ParkedHere.js';
import { useEditor } from '../editor-context.js';
import { kindIcon } from '../icons.js';
import { GhostNotice } from '../plugins/GhostNotice.js';
import { HookResults } from '../plugins/HookResults.js';
import { NodeCost } from '../plugins/NodeCost.js';
import { PluginLine } from '../plugins/PluginLine.js';
import { WhenUnavailable } from '../plugins/WhenUnavailable.js';
import { InspectorBoundary } from './InspectorBoundary.js';
import { InspectorFrame } from './InspectorFrame.js';
import { IssueNotes } from './IssueNotes.js';
import { RecentPeople } from './RecentPeople.js';
import { WaysOut } from './WaysOut.js';

/** The form library comes with the first step that is opened. */
const ConfigForm = lazy(async () => ({ default: (await import('../form/ConfigForm.js')).ConfigForm }));

/** Told at length above, beside what to do about it. */
const OF_PLUGIN: ReadonlySet<string> = new Set(['node.plugin-unavailable']);
const OF_MISSING: ReadonlySet<string> = new Set(['node.unknown-type']);

export function StepInspector({ nodeId }: { readonly nodeId: string }) {
  const { journey, store, kinds, manifests, issues, actions, language } = useEditor();
  const { t } = useTranslation('editor');
  const node = useCanvasStore(store, (state) => state.document.nodes.find((one) => one.id === nodeId));
  const index = useCanvasStore(store, (state) => state.document.nodes.findIndex((one) => one.id === nodeId));
  const readOnly = useCanvasStore(store, (state) => state.readOnly);
  const entryEvent = useCanvasStore(
    store,
    (state) => state.document.entry.rules.find((rule) => rule.kind === 'event')?.event,
  );
  const mine = useCanvasStore(issues, (state) => state.byNode.get(nodeId));
  const isPlugins = node !== undefined && pluginOfType(node.type) !== undefined;
  const prefix = `/nodes/${index}/config`;
  const [own, rest] = useMemo(() => {
    const inside = (mine ?? []).filter((issue) => issue.pointer.startsWith(prefix));
    return [
      inside.map((issue) => ({ ...issue, pointer: issue.pointer.slice(prefix.length) })),
      (mine ?? []).filter(
        ({ pointer, code }) =>
          !pointer.startsWith(prefix) && !OF_PLUGIN.has(code) && !(isPlugins && OF_MISSING.has(code)),
      ),
    ];
  }, [mine, prefix, isPlugins]);
  if (node === undefined) return null;
  const told = mine?.find(({ code }) => OF_PLUGIN.has(code) || OF_MISSING.has(code));
  const kind = kinds.get(node.type);
  const manifest = manifests.find((one) => one.name === node.type);
  const kindTitle = kind?.title[language] ?? node.type;
  return (
    <InspectorFrame
      nodeId={nodeId}
      icon={kindIcon(kind?.icon ?? '', kind)}
      category={kind?.category ?? 'flow'}
      label={t('inspector.of', { name: node.title ?? kindTitle })}
      subtitle={node.title || kind === undefined ? kindTitle : CANVAS_TEXTS[language].categories[kind.category]}
      title={
        <input
          className="je-title-input"
          aria-label={t('inspector.title')}
          value={node.title ?? ''}
          placeholder={kindTitle}
          maxLength={80}
          readOnly={readOnly}
          onChange={(event) => actions.title(nodeId, event.target.value)}
        />
      }
      tools={
        readOnly ? null : (
          <Dropdown
            autoFocus
            trigger={['click']}
            menu={{
              items: [
                { key: 'duplicate', icon: <CopyOutlined />, label: t('inspector.duplicate') },
                { key: 'remove', icon: <DeleteOutlined />, danger: true, label: t('inspector.remove') },
              ],
              onClick: ({ key }) => (key === 'remove' ? actions.removeSelection() : actions.duplicateSelection()),
            }}
          >
            <Button type="text" icon={<MoreOutlined />} aria-label={t('inspector.more')} />
          </Dropdown>
        )
      }
    >
      <GhostNotice type={node.type} kind={kind} told={told?.message} />
      {kind ? <p className="je-lead">{kind.description[language]}</p> : null}
      <PluginLine kind={kind} />
      <IssueNotes issues={rest} language={language} />
      {journey.liveVersion ? <ParkedHere journeyId={journey.id} nodeId={nodeId} /> : null}
      {manifest ? (
        <InspectorBoundary text={t('inspector.broken')} retry={t('inspector.tryAgain')}>
          <Suspense fallback={<div className="je-form-skeleton" aria-busy="true" />}>
            <ConfigForm
              manifest={manifest}
              config={node.config}
              issues={own}
              readOnly={readOnly}
              language={language}
              entryEvent={entryEvent}
              journeyId={journey.id}
              onChange={(config) => actions.configure(nodeId, config)}
            />
          </Suspense>
        </InspectorBoundary>
      ) : isPlugins ? null : (
        <EmptyState title={t('inspector.missing', { name: node.type })} hint={t('inspector.missingHint')} />
      )}
      {manifest && !readOnly ? <HookResults manifest={manifest} config={node.config} /> : null}
      <WaysOut nodeId={nodeId} />
      {manifest ? <WhenUnavailable nodeId={nodeId} manifest={manifest} /> : null}
      <NodeCost nodeId={nodeId} />
      <RecentPeople nodeId={nodeId} />
    </InspectorFrame>
  );
}
