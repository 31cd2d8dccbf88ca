import {
  AimOutlined,
  ApiOutlined,
  BranchesOutlined,
  ClockCircleOutlined,
  CodeOutlined,
  ControlOutlined,
  ExperimentOutlined,
  GiftOutlined,
  IdcardOutlined,
  LogoutOutlined,
  MailOutlined,
  MessageOutlined,
  TeamOutlined,
  TrophyOutlined,
} from '@ant-design/icons';
import type { Category } from '@sojourn/ui';
import type { ReactNode } from 'react';
import type { NodeTypes } from '../../reasons/reasons.js';

/** Icons that manifests of first-party node types name; the whole set would be half a megabyte. */
const BY_NAME: Readonly<Record<string, ReactNode>> = {
  ApiOutlined: <ApiOutlined />,
  BranchesOutlined: <BranchesOutlined />,
  ClockCircleOutlined: <ClockCircleOutlined />,
  CodeOutlined: <CodeOutlined />,
  ExperimentOutlined: <ExperimentOutlined />,
  GiftOutlined: <GiftOutlined />,
  IdcardOutlined: <IdcardOutlined />,
  LogoutOutlined: <LogoutOutlined />,
  MailOutlined: <MailOutlined />,
  MessageOutlined: <MessageOutlined />,
  TrophyOutlined: <TrophyOutlined />,
};

/** For every other name: that of its category. */
const ICONS: Readonly<Record<Category, ReactNode>> = {
  entry: <AimOutlined />,
  flow: <BranchesOutlined />,
  audience: <TeamOutlined />,
  message: <MessageOutlined />,
  incentive: <GiftOutlined />,
  data: <ControlOutlined />,
  developer: <CodeOutlined />,
};

/** A node's own sign in the tint of its category; its name always stands beside it. */
export function NodeIcon({ types, nodeType }: { readonly types: NodeTypes; readonly nodeType: string }) {
  const manifest = types.get(nodeType);
  const category: Category | undefined = nodeType === 'entry' ? 'entry' : manifest?.category;
  const tint = category ?? 'flow';
  return (
    <span
      className="node-icon"
      aria-hidden="true"
      style={{
        color: `var(--sj-category-${tint}-fg)`,
        background: `var(--sj-category-${tint}-soft)`,
        borderColor: `var(--sj-category-${tint}-border)`,
      }}
    >
      {BY_NAME[manifest?.icon ?? ''] ?? (category ? ICONS[category] : <ApiOutlined />)}
    </span>
  );
}
