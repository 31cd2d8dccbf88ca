import { ForwardOutlined, ReloadOutlined, StopOutlined, SwapOutlined } from '@ant-design/icons';
import type { ReactNode } from 'react';
import type { RepairAction } from '../../api/attention.js';

/** In the order in which one would try them. */
export const REPAIRS: readonly RepairAction[] = ['retry', 'skip', 'move', 'end'];

export function repairIcon(action: RepairAction): ReactNode {
  switch (action) {
    case 'retry':
      return <ReloadOutlined />;
    case 'skip':
      return <ForwardOutlined />;
    case 'move':
      return <SwapOutlined />;
    case 'end':
      return <StopOutlined />;
  }
}
