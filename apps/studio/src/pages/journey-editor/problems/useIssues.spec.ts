import type { Issue } from '@sojourn/canvas';
import { emptyDocument, type JourneyDocument } from '@sojourn/journey';
import { expect, it } from 'vitest';
import { asOfNow } from './useIssues.js';

const node = (id: string) => ({ id, type: 'wait', config: {}, position: { x: 0, y: 0 } });
const document: JourneyDocument = { ...emptyDocument('A'), nodes: [node('b'), node('c')] };
const told = (pointer: string, nodeId?: string): Issue => ({
  severity: 'error',
  code: 'config.required',
  message: { en: 'missing', 'zh-CN': '缺少' },
  pointer,
  ...(nodeId !== undefined && { nodeId }),
});

it('what the engine said of an older drawing is moved to where the step is now, or dropped with it', () => {
  const issues = [
    told('/nodes/0/config/x', 'a'),
    told('/nodes/2/config/y', 'c'),
    told('/name'),
    told('/entry', 'entry'),
  ];
  expect(asOfNow(issues, document).map(({ pointer }) => pointer)).toEqual(['/nodes/1/config/y', '/name', '/entry']);
});
