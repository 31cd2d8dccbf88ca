import type { Issue } from '@sojourn/canvas';
import { emptyDocument, type JourneyDocument } from '@sojourn/journey';
import { expect, it } from 'vitest';
import { asOfNow, inEnginesWords } from './useIssues.js';

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

it('what is the matter with a plugin is said in the words of the engine, and only while it is seen here', () => {
  const own = (code: string, nodeId: string, en: string): Issue => ({
    ...told('/nodes/0/type', nodeId),
    code,
    message: { en, 'zh-CN': en },
  });
  const engine = [
    own('node.plugin-unavailable', 'b', '1.0.0 is installed'),
    own('node.unknown-type', 'c', 'mended meanwhile'),
    own('graph.unreachable', 'b', 'older words'),
  ];
  const here = [own('node.plugin-unavailable', 'b', 'nobody agreed'), own('graph.unreachable', 'b', 'now')];
  expect(inEnginesWords(here, engine).map(({ message }) => message.en)).toEqual(['1.0.0 is installed', 'now']);
});
