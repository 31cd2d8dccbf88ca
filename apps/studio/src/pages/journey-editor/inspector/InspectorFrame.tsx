import { CloseOutlined } from '@ant-design/icons';
import { Button, ConfigProvider } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useEditor } from '../editor-context.js';

interface InspectorFrameProps {
  readonly nodeId: string;
  readonly icon: ReactNode;
  readonly category: string;
  readonly title: ReactNode;
  readonly subtitle: string;
  readonly label: string;
  readonly tools?: ReactNode;
  readonly children: ReactNode;
}

/** Forms beside a drawing are denser than those of a page. */
const COMPACT = { token: { fontSize: 13, controlHeight: 30 } };

export function InspectorFrame({
  nodeId,
  icon,
  category,
  title,
  subtitle,
  label,
  tools,
  children,
}: InspectorFrameProps) {
  const { store } = useEditor();
  const { t } = useTranslation('editor');
  return (
    <aside className="je-inspector" data-node={nodeId} aria-label={label}>
      <header className="je-inspector-head">
        <span
          className="je-inspector-icon"
          style={{ color: `var(--sj-category-${category}-fg)`, background: `var(--sj-category-${category}-soft)` }}
          aria-hidden="true"
        >
          {icon}
        </span>
        <div className="je-inspector-titles">
          {title}
          <span className="je-inspector-type">{subtitle}</span>
        </div>
        {tools}
        <Button
          type="text"
          icon={<CloseOutlined />}
          aria-label={t('inspector.close')}
          onClick={() => store.select({})}
        />
      </header>
      <ConfigProvider theme={COMPACT}>
        <div className="je-inspector-body">{children}</div>
      </ConfigProvider>
    </aside>
  );
}
