import { useQuery } from '@tanstack/react-query';
import { App, Modal, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useRepair, type ParkedRun, type RepairAction } from '../../api/attention.js';
import { journeyVersionQuery } from '../../api/journeys.js';
import { useErrorToast } from '../../errors/useErrorToast.js';
import { useLanguage } from '../../i18n/index.js';
import { localText } from '../../i18n/local-text.js';
import { drawingOf } from '../../reasons/drawing.js';
import { outcomeLabel } from '../../reasons/reasons.js';
import { useNodeTypes } from '../../reasons/useNodeTypes.js';
import { useNumber } from '../../shared/useNumber.js';
import { nodeTitle } from './node-title.js';

interface RepairDialogProps {
  readonly action: RepairAction;
  readonly runs: readonly ParkedRun[];
  readonly onClose: () => void;
  /** Which of the runs are still parked. */
  readonly onDone: (left: ReadonlySet<number>) => void;
}

/** Says for how many and what will happen, asks what must be known for it, and does it. */
export function RepairDialog({ action, runs, onClose, onDone }: RepairDialogProps) {
  const { t } = useTranslation('attention');
  const language = useLanguage();
  const types = useNodeTypes();
  const { number } = useNumber();
  const { message, notification } = App.useApp();
  const toastError = useErrorToast();
  const repair = useRepair();
  const [chosen, setChosen] = useState<string>();
  const first = runs[0];
  const oneVersion = runs.every((run) => run.journey.id === first?.journey.id && run.version === first?.version);
  const oneStep = oneVersion && runs.every((run) => run.node.id === first?.node.id);
  const version = useQuery({
    ...journeyVersionQuery(first?.journey.id ?? 0, first?.version ?? 0),
    enabled: oneVersion && first !== undefined && first.version !== null && (action === 'move' || action === 'skip'),
  });
  const nodes = version.data?.document.nodes ?? [];
  const titleOf = (id: string): string => {
    const node = nodes.find((one) => one.id === id);
    return node ? nodeTitle({ ...node, title: node.title ?? null }, types, language) : id;
  };

  const blocked =
    action === 'skip' && !oneStep
      ? t('repair.skip.oneStep')
      : action === 'move' && !oneVersion
        ? t('repair.move.oneVersion')
        : undefined;
  const ready = !blocked && (action === 'retry' || action === 'end' || chosen !== undefined);
  const way = first?.node.waysOut.find(({ outcome }) => outcome === chosen);
  const shown = number(runs.length);
  const count = runs.length;

  const done = () => {
    if (!ready) return;
    // Not with callbacks of `mutate`: what shows this dialog may be gone with the parked run before they are called.
    void repair
      .mutateAsync({
        runIds: runs.map(({ id }) => id),
        action,
        ...(action === 'skip' && chosen !== undefined ? { outcome: chosen } : {}),
        ...(action === 'move' && chosen !== undefined ? { nodeId: chosen } : {}),
      })
      .then(
        ({ repaired, refused }) => {
          if (repaired > 0)
            void message.success(t(`repair.${action}.done`, { count: repaired, shown: number(repaired) }));
          if (refused.length > 0) {
            const codes = new Map<string, number>();
            for (const { code } of refused) codes.set(code, (codes.get(code) ?? 0) + 1);
            notification.warning({
              key: 'repair-refused',
              duration: 0,
              title: t('refused.title', { count: refused.length, shown: number(refused.length) }),
              description: (
                <ul className="refusals">
                  {[...codes].map(([code, n]) => (
                    <li key={code}>{t(`refused.${code}`, { count: n, shown: number(n) })}</li>
                  ))}
                </ul>
              ),
            });
          }
          // Runs that are gone or were repaired by somebody else leave the selection too.
          onDone(
            new Set(
              refused.flatMap(({ runId, code }) => (code === 'not-found' || code === 'not-parked' ? [] : [runId])),
            ),
          );
        },
        (error: unknown) => toastError(error),
      );
  };

  return (
    <Modal
      open
      title={t(`repair.${action}.title`, { count, shown })}
      okText={t(`repair.${action}.ok`, { count, shown })}
      cancelText={t('cancel')}
      okButtonProps={{ danger: action === 'end', disabled: !ready, loading: repair.isPending }}
      onOk={done}
      onCancel={onClose}
    >
      <p>{t(`repair.${action}.words`, { count, shown })}</p>
      {blocked ? (
        <p role="alert" className="repair-blocked">
          {blocked}
        </p>
      ) : null}
      {action === 'skip' && oneStep && first ? (
        <label className="repair-choice">
          <span>{t('repair.skip.choose', { step: nodeTitle(first.node, types, language) })}</span>
          <Select
            autoFocus
            value={chosen ?? null}
            placeholder={t('repair.skip.placeholder')}
            options={first.node.waysOut.map(({ outcome, label }) => ({
              value: outcome,
              label:
                localText(label, language) ||
                outcomeLabel(
                  types,
                  { nodeType: first.node.type ?? '', nodeId: first.node.id, outcome },
                  drawingOf(version.data?.document),
                  language,
                ),
            }))}
            onChange={(value: string) => setChosen(value)}
          />
          {way ? (
            <span className="sj-muted">
              {way.to === null ? t('repair.skip.ends') : t('repair.skip.goesTo', { step: titleOf(way.to) })}
            </span>
          ) : null}
        </label>
      ) : null}
      {action === 'move' && oneVersion ? (
        <label className="repair-choice">
          <span>{t('repair.move.choose')}</span>
          <Select
            autoFocus
            showSearch={{ optionFilterProp: 'label' }}
            loading={version.isLoading}
            value={chosen ?? null}
            placeholder={t('repair.move.placeholder')}
            options={nodes
              .filter(({ id }) => !(oneStep && id === first?.node.id))
              .map((node) => ({ value: node.id, label: titleOf(node.id) }))}
            onChange={(value: string) => setChosen(value)}
          />
        </label>
      ) : null}
      <p className="sj-faint repair-note">{t('repair.note')}</p>
    </Modal>
  );
}
