import type { Manifest } from '@sojourn/plugin-sdk';
import { defineNode, to } from '@sojourn/plugin-sdk/engine';

/** Built into the engine under test alone: a node that some contacts' data break, in the node itself or when it is saved. */
export const manifest: Manifest = {
  name: 'trap',
  version: '0.1.0',
  title: { en: 'Trap', 'zh-CN': '陷阱' },
  description: { en: 'Breaks on purpose.', 'zh-CN': '故意出错。' },
  category: 'developer',
  icon: 'BugOutlined',
  waits: false,
  summary: { en: 'Trap', 'zh-CN': '陷阱' },
  config: { type: 'object', properties: {}, required: [], additionalProperties: false },
  defaults: {},
  outcomes: [{ id: 'done', label: { en: 'Done', 'zh-CN': '完成' } }],
  reads: { attributes: 'all' },
  reasons: {},
  permissions: ['contact'],
};

/** No column of the database takes a tag of this length. */
const TOO_LONG = 'x'.repeat(5_000);

export const node = defineNode<object>({
  execute: (_, { items }) =>
    items.map((item) => {
      const poison = item.contact.attributes['poison'];
      if (poison === 'node') throw new Error('this contact breaks the node');
      return to(item, 'done', poison === 'commit' ? { patch: { addTags: [TOO_LONG] } } : undefined);
    }),
});
