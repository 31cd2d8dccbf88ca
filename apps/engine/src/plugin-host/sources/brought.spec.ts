import type { Capability } from '@sojourn/plugin-sdk';
import { expect, it } from 'vitest';
import { broughtBy } from './brought.js';

const granted: readonly Capability[] = [{ kind: 'events.emit', names: ['Paid'], reason: { en: '', 'zh-CN': '' } }];
const brought = (event: object) => broughtBy({ events: [{ id: '1', type: 'Paid', ...event }] }, { workspaceId: 1, sourceId: 1, now: 5, asked: granted, granted }); // prettier-ignore

it.each(['userId', 'email', 'phone'])('a %s that is too long is nobody’s: cut, it would be somebody else’s', (name) => {
  expect(brought({ [name]: 'x'.repeat(191) })).toMatchObject({ items: [{ type: 'Paid' }], rejected: [] });
  expect(brought({ userId: 'u', [name]: 'x'.repeat(192) })).toMatchObject({ items: [], rejected: [{ index: 0, message: expect.stringContaining(`The ${name} `) as string }] }); // prettier-ignore
});
