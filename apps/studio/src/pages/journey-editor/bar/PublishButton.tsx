import { CloseCircleOutlined, WarningOutlined } from '@ant-design/icons';
import { useCanvasStore, type Issue } from '@sojourn/canvas';
import { isPublishable, type JourneyDocument } from '@sojourn/journey';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError, journeyQuery, journeyVersionQuery, publishJourney, type JourneyView } from '../../../api/index.js';
import { useErrorToast } from '../../../errors/useErrorToast.js';
import type { Draft } from '../draft/useDraft.js';
import { useEditor } from '../editor-context.js';
import { entryWords } from '../words/entry-words.js';
import { changesBetween } from './changes.js';

interface PublishButtonProps {
  readonly draft: Draft;
  readonly onIssue: (issue: Issue) => void;
  readonly onJourney: (journey: JourneyView) => void;
}

export function PublishButton(props: PublishButtonProps) {
  const { store } = useEditor();
  const { t } = useTranslation('editor');
  const [open, setOpen] = useState(false);
  const readOnly = useCanvasStore(store, (state) => state.readOnly);
  return (
    <>
      <Button type="primary" disabled={readOnly} onClick={() => setOpen(true)}>
        {t('publish.button')}
      </Button>
      {open ? <PublishPanel {...props} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

/** Says what would go live, refuses while there are errors and says which. */
function PublishPanel({ draft, onIssue, onJourney, onClose }: PublishButtonProps & { readonly onClose: () => void }) {
  const { journey, store, issues, kinds, language } = useEditor();
  const { t } = useTranslation('editor');
  const { message } = App.useApp();
  const toast = useErrorToast();
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<readonly Issue[]>();
  const all = useCanvasStore(issues, (state) => state.all);
  const document = useCanvasStore(store, (state) => state.document);
  const shown = refused ?? all;
  const ready = isPublishable(shown);
  const before = useQuery({
    ...journeyVersionQuery(journey.id, journey.liveVersion?.number ?? 0),
    enabled: journey.liveVersion !== null,
  });
  const number = (journey.liveVersion?.number ?? 0) + 1;

  const publish = async () => {
    setBusy(true);
    try {
      await draft.saver.flush();
      if (!draft.saver.isSaved()) return;
      const { version } = await publishJourney(journey.id, draft.saver.revision());
      void message.success(t('publish.done', { number: version.number }));
      onJourney(await client.fetchQuery({ ...journeyQuery(journey.id), staleTime: 0 }));
      void client.invalidateQueries({ queryKey: ['journey-versions', journey.id] });
      void client.invalidateQueries({ queryKey: ['journeys'] });
      onClose();
    } catch (error) {
      const told = isApiError(error, 'journey.invalid') ? issuesIn(error.details) : undefined;
      if (told) setRefused(told);
      else toast(error);
    } finally {
      setBusy(false);
    }
  };

  const titleOf = (nodeId: string, from: JourneyDocument) => {
    const node = from.nodes.find((one) => one.id === nodeId);
    return node ? (node.title ?? kinds.get(node.type)?.title[language] ?? node.type) : nodeId;
  };
  const changes = before.data && changesBetween(before.data.document, document);
  const words = entryWords(document, t, language);
  return (
    <Modal
      open
      title={ready ? t('publish.title', { number }) : t('publish.refused')}
      width={520}
      onCancel={onClose}
      okText={t('publish.confirm', { number })}
      cancelText={t('publish.cancel')}
      okButtonProps={{ disabled: !ready, loading: busy }}
      onOk={() => void publish()}
    >
      <div className="je-publish">
        {shown.length > 0 ? (
          <ul className="je-issues">
            {shown.map((issue) => (
              <li key={`${issue.code} ${issue.pointer} ${issue.message.en}`}>
                <button
                  type="button"
                  className="je-issue"
                  data-severity={issue.severity}
                  onClick={() => {
                    onClose();
                    onIssue(issue);
                  }}
                >
                  {issue.severity === 'error' ? <CloseCircleOutlined /> : <WarningOutlined />}
                  <span>{issue.message[language]}</span>
                </button>
              </li>
            ))}
          </ul>
        ) : null}
        {ready ? (
          <>
            <dl className="je-facts">
              <dt>{t('publish.steps')}</dt>
              <dd>{t('publish.stepCount', { count: document.nodes.length })}</dd>
              <dt>{t('publish.entry')}</dt>
              <dd>
                {words.rules.map((rule) => (
                  <div key={rule.id}>{rule.text}</div>
                ))}
                <div className="sj-faint">{words.reentry}</div>
              </dd>
              {changes ? (
                <>
                  <dt>{t('publish.changes')}</dt>
                  <dd>
                    {changes.none ? t('publish.noChanges') : null}
                    {changes.added.length > 0 ? (
                      <div>{t('publish.added', { names: join(changes.added.map((id) => titleOf(id, document))) })}</div>
                    ) : null}
                    {changes.changed.length > 0 ? (
                      <div>
                        {t('publish.changed', { names: join(changes.changed.map((id) => titleOf(id, document))) })}
                      </div>
                    ) : null}
                    {changes.removed.length > 0 && before.data ? (
                      <div>
                        {t('publish.removed', {
                          names: join(changes.removed.map((id) => titleOf(id, before.data.document))),
                        })}
                      </div>
                    ) : null}
                    {changes.entry ? <div>{t('publish.entryChanged')}</div> : null}
                    {changes.edges ? <div>{t('publish.edgesChanged')}</div> : null}
                  </dd>
                </>
              ) : null}
            </dl>
            <p className="je-note">{t(journey.liveVersion ? 'publish.noteAgain' : 'publish.noteFirst')}</p>
          </>
        ) : (
          <p className="je-note">{t('publish.refusedNote')}</p>
        )}
      </div>
    </Modal>
  );

  function join(names: readonly string[]): string {
    return [...new Set(names)].join(t('listSeparator'));
  }
}

function issuesIn(details: unknown): readonly Issue[] | undefined {
  const list = Array.isArray(details) ? details : (details as { issues?: unknown } | null | undefined)?.issues;
  return Array.isArray(list) ? (list as readonly Issue[]) : undefined;
}
