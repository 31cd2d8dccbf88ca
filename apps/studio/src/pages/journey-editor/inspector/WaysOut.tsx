import { boxes, outcomesOf, useCanvasStore } from '@sojourn/canvas';
import { ENTERED, ENTRY_NODE } from '@sojourn/journey';
import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useEditor } from '../editor-context.js';

/** Where each way out leads, as a list to choose from: what lines on the canvas are to a mouse. */
export function WaysOut({ nodeId }: { readonly nodeId: string }) {
  const { store, kinds, actions, language } = useEditor();
  const { t } = useTranslation('editor');
  const document = useCanvasStore(store, (state) => state.document);
  const readOnly = useCanvasStore(store, (state) => state.readOnly);
  const node = document.nodes.find((one) => one.id === nodeId);
  const outcomes =
    nodeId === ENTRY_NODE
      ? [{ id: ENTERED, label: { en: t('ways.entered'), 'zh-CN': t('ways.entered') } }]
      : node
        ? outcomesOf(kinds.get(node.type), node)
        : [];
  if (outcomes.length === 0) return null;
  const places = new Map(boxes(document, kinds).map((box) => [box.id, box]));
  const steps = document.nodes
    .filter((one) => one.id !== nodeId)
    .sort((a, b) => (places.get(a.id)?.x ?? 0) - (places.get(b.id)?.x ?? 0))
    .map((one) => ({ value: one.id, label: one.title ?? kinds.get(one.type)?.title[language] ?? one.type }));
  return (
    <section className="je-ways">
      <h3>{t('ways.title')}</h3>
      {outcomes.map((outcome) => {
        const edge = document.edges.find((one) => one.from.node === nodeId && one.from.outcome === outcome.id);
        return (
          <div key={outcome.id} className="je-way">
            <span className="sj-ellipsis" title={outcome.label[language]}>
              {outcome.label[language]}
            </span>
            <Select
              aria-label={t('ways.of', { name: outcome.label[language] })}
              value={edge?.to ?? null}
              options={steps}
              placeholder={t('ways.nowhere')}
              allowClear
              disabled={readOnly}
              showSearch={{ optionFilterProp: 'label' }}
              onChange={(to: string | null | undefined) => {
                if (to) actions.connect({ node: nodeId, outcome: outcome.id }, to);
                else if (edge) actions.disconnect(edge.id);
              }}
            />
          </div>
        );
      })}
    </section>
  );
}
