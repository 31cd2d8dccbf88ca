import { CheckCircleOutlined, CloseCircleOutlined, CloseOutlined, WarningOutlined } from '@ant-design/icons';
import { CANVAS_TEXTS, useCanvasStore, type Issue } from '@sojourn/canvas';
import { EmptyState } from '@sojourn/ui';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useEditor } from '../editor-context.js';
import { ghostOfType } from '../plugins/ghost.js';
import { GhostLink } from '../plugins/GhostLink.js';

/** Everything wrong or doubtful, by step; a click goes to the field. */
export function ProblemsPanel({
  onIssue,
  onClose,
}: {
  readonly onIssue: (issue: Issue) => void;
  readonly onClose: () => void;
}) {
  const { issues, store, kinds, language } = useEditor();
  const { t } = useTranslation('editor');
  const byNode = useCanvasStore(issues, (state) => state.byNode);
  const nodes = useCanvasStore(store, (state) => state.document.nodes);
  const nameOf = (id: string) => {
    const node = nodes.find((one) => one.id === id);
    return node ? (node.title ?? kinds.get(node.type)?.title[language] ?? node.type) : CANVAS_TEXTS[language].entry;
  };
  const ghostOf = (id: string) => {
    const type = nodes.find((one) => one.id === id)?.type;
    const kind = type === undefined ? undefined : kinds.get(type);
    return type === undefined ? undefined : ghostOfType(type, kind);
  };
  return (
    <aside className="je-inspector" aria-label={t('problems.title')}>
      <header className="je-inspector-head">
        <h2>{t('problems.title')}</h2>
        <Button type="text" icon={<CloseOutlined />} aria-label={t('problems.close')} onClick={onClose} />
      </header>
      <div className="je-inspector-body">
        {byNode.size === 0 ? <EmptyState icon={<CheckCircleOutlined />} title={t('problems.empty')} /> : null}
        {[...byNode].map(([nodeId, list]) => (
          <section key={nodeId} className="je-problem-group">
            <h3>{nameOf(nodeId)}</h3>
            <ul className="je-issues">
              {list.map((issue) => (
                <li key={`${issue.code} ${issue.pointer} ${issue.message.en}`}>
                  <button
                    type="button"
                    className="je-issue"
                    data-severity={issue.severity}
                    onClick={() => onIssue(issue)}
                  >
                    {issue.severity === 'error' ? <CloseCircleOutlined /> : <WarningOutlined />}
                    <span>{issue.message[language]}</span>
                  </button>
                </li>
              ))}
            </ul>
            <GhostLink ghost={ghostOf(nodeId)} />
          </section>
        ))}
      </div>
    </aside>
  );
}
