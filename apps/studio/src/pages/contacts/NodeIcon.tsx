import {
  AimOutlined,
  ApiOutlined,
  BranchesOutlined,
  CodeOutlined,
  ControlOutlined,
  GiftOutlined,
  MessageOutlined,
  TeamOutlined,
} from '@ant-design/icons';
import type { Category } from '@sojourn/ui';
import type { ReactNode } from 'react';
import type { NodeTypes } from '../../reasons/reasons.js';

const ICONS: Readonly<Record<Category, ReactNode>> = {
  entry: <AimOutlined />,
  flow: <BranchesOutlined />,
  audience: <TeamOutlined />,
  message: <MessageOutlined />,
  incentive: <GiftOutlined />,
  data: <ControlOutlined />,
  developer: <CodeOutlined />,
};

/** A node's category as a tinted sign; its name always stands beside it. */
export function NodeIcon({ types, nodeType }: { readonly types: NodeTypes; readonly nodeType: string }) {
  const category: Category | undefined = nodeType === 'entry' ? 'entry' : types.get(nodeType)?.category;
  const tint = category ?? 'flow';
  return (
    <span
      className="node-icon"
      aria-hidden="true"
      style={{ color: `var(--sj-category-${tint}-fg)`, background: `var(--sj-category-${tint}-soft)`, borderColor: `var(--sj-category-${tint}-border)` }}
    >
      {category ? ICONS[category] : <ApiOutlined />}
    </span>
  );
}
