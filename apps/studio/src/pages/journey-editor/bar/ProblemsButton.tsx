import { CheckCircleOutlined, CloseCircleOutlined, WarningOutlined } from '@ant-design/icons';
import { useCanvasStore } from '@sojourn/canvas';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useEditor } from '../editor-context.js';

export function ProblemsButton({ open, onToggle }: { readonly open: boolean; readonly onToggle: () => void }) {
  const { issues } = useEditor();
  const { t } = useTranslation('editor');
  const all = useCanvasStore(issues, (state) => state.all);
  const errors = all.filter((issue) => issue.severity === 'error').length;
  const icon =
    errors > 0 ? (
      <CloseCircleOutlined className="je-tone-bad" />
    ) : all.length > 0 ? (
      <WarningOutlined className="je-tone-warn" />
    ) : (
      <CheckCircleOutlined className="je-tone-good" />
    );
  return (
    <Button icon={icon} aria-pressed={open} onClick={onToggle}>
      {all.length === 0 ? t('problems.none') : t('problems.count', { count: all.length })}
    </Button>
  );
}
