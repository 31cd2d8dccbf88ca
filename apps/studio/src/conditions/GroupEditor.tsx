import { CloseOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Dropdown, Segmented, Tooltip } from 'antd';
import { useTranslation } from 'react-i18next';
import { append, blank, change, isGroup, type Group, type GroupMode, type Path, type RowKind } from './model.js';
import { useBuilder } from './options.js';
import { RowEditor } from './RowEditor.js';

interface GroupEditorProps {
  readonly group: Group;
  readonly path: Path;
  readonly root: Group;
  readonly onRoot: (root: Group) => void;
}

const MODES: readonly GroupMode[] = ['all', 'any', 'none'];
const DEEPEST = 3;

export function GroupEditor({ group, path, root, onRoot }: GroupEditorProps) {
  const { t } = useTranslation('studio');
  const { payload, disabled } = useBuilder();
  const kinds: readonly RowKind[] = ['attribute', 'tag', 'event', ...(payload ? (['payload'] as const) : [])];
  const inner = path.length > 0;

  return (
    <div className={`condition-group is-${group.mode}${inner ? ' is-inner' : ''}`}>
      <div className="condition-group-head">
        <Segmented<GroupMode>
          size="small"
          disabled={disabled}
          value={group.mode}
          aria-label={t('condition.mode.label')}
          options={MODES.map((mode) => ({ value: mode, label: t(`condition.mode.${mode}`) }))}
          onChange={(mode) => onRoot(change(root, path, (item) => ({ ...(item as Group), mode })))}
        />
        <span className="sj-faint">{t('condition.mode.suffix')}</span>
        {inner ? (
          <Tooltip title={t('condition.removeGroup')}>
            <Button
              className="condition-remove"
              type="text"
              size="small"
              disabled={disabled}
              icon={<CloseOutlined />}
              aria-label={t('condition.removeGroup')}
              onClick={() => onRoot(change(root, path, () => undefined))}
            />
          </Tooltip>
        ) : null}
      </div>
      <div className="condition-items">
        {group.items.map((item, index) => {
          const here = [...path, index];
          return isGroup(item) ? (
            // Rows have no identity of their own; their place is it.
            <GroupEditor key={index} group={item} path={here} root={root} onRoot={onRoot} />
          ) : (
            <RowEditor
              key={index}
              row={item}
              onChange={(row) => onRoot(change(root, here, () => row))}
              onRemove={() => onRoot(change(root, here, () => undefined))}
            />
          );
        })}
        {disabled ? null : (
          <div className="condition-add">
            <Dropdown
              autoFocus
              trigger={['click']}
              menu={{
                items: kinds.map((kind) => ({ key: kind, label: t(`condition.add.${kind}`) })),
                onClick: ({ key }) => onRoot(append(root, path, blank(key as RowKind))),
              }}
            >
              <Button size="small" type="dashed" icon={<PlusOutlined />}>
                {t('condition.addRow')}
              </Button>
            </Dropdown>
            {path.length < DEEPEST ? (
              <Button
                size="small"
                type="text"
                onClick={() =>
                  onRoot(
                    append(root, path, { mode: group.mode === 'any' ? 'all' : 'any', items: [blank('attribute')] }),
                  )
                }
              >
                {t('condition.addGroup')}
              </Button>
            ) : null}
          </div>
        )}
      </div>
    </div>
  );
}
