import { expect, it } from 'vitest';
import type { PersonalDataRow } from '../../api/journey-plugins.js';
import { flowsOf } from './flows.js';

const row = (nodeId: string, reads: string[], hosts: string[] = []): PersonalDataRow => ({
  nodeId,
  title: nodeId,
  type: 'x',
  plugin: null,
  version: null,
  reads,
  writes: [],
  hosts,
  channels: [],
  reasons: [],
});

it('joins fields to the steps that see them and these to the hosts they may call', () => {
  const flows = flowsOf([row('wait', []), row('mail', ['email']), row('ask', ['email', 'phone'], ['api.test'])]);
  expect(flows.steps.map(({ nodeId }) => nodeId)).toEqual(['ask', 'mail']);
  expect(flows.fields).toEqual(['email', 'phone']);
  expect(flows.seen).toEqual([
    { field: 0, step: 0, leaves: true },
    { field: 1, step: 0, leaves: true },
    { field: 0, step: 1, leaves: false },
  ]);
  expect(flows.sent).toEqual([{ step: 0, host: 0 }]);
});
