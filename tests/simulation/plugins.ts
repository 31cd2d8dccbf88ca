import type { NodeCatalogue, NodeType } from '@sojourn/journey';
import * as abSplit from '@sojourn/plugin-ab-split';
import * as coupon from '@sojourn/plugin-coupon';
import * as exit from '@sojourn/plugin-exit';
import * as message from '@sojourn/plugin-message';
import * as nftReward from '@sojourn/plugin-nft-reward';
import * as segment from '@sojourn/plugin-segment';
import * as updateContact from '@sojourn/plugin-update-contact';
import * as wait from '@sojourn/plugin-wait';
import { catalogueOf } from '@sojourn/plugin-sdk';
import { defineNode, type NodeProgram, retry, to } from '@sojourn/plugin-sdk/engine';
import { emptyReads } from '@sojourn/rules';

/** Records an event of its own, with the visit that recorded it: to see that each visit does so once. */
const track = defineNode<{ readonly event: string }>({
  execute: (ctx, { config, nodeId, items }) =>
    items.map((item) => {
      ctx.events.emit(item, config.event, { n: 1, by: `${item.runId}:${nodeId}:${item.visit}` });
      return to(item, 'done');
    }),
});

/** Throws for contacts who are poison to it, and with them the whole batch. */
const poison = defineNode({
  execute: (_, { items }) =>
    items.map((item) => {
      const { attributes, externalId } = item.contact;
      if (attributes['poisonous'] === true) throw new Error(`${externalId} is poison`);
      return to(item, 'done');
    }),
});

/** Asks for two more tries, ten minutes apart. */
const flaky = defineNode({
  execute: (_, { items }) =>
    items.map((item) =>
      item.wake.kind === 'retry' && item.wake.attempt === 3
        ? to(item, 'done')
        : retry(item, { after: 10 * 60_000, memory: 'again' }),
    ),
});

const own = { track, poison, flaky };
const types = new Map<string, NodeType>(
  Object.keys(own).map((type) => [
    type,
    {
      type,
      configSchema: { type: 'object' },
      waits: false,
      outcomes: () => [{ id: 'done', label: { en: 'Done', 'zh-CN': '完成' } }],
      reads: () => ({ ...emptyReads, attributes: new Set(['poisonous']) }),
    },
  ]),
);

/** Those of ours that need nobody outside; `code` and `webhook` do. */
const ours = [wait, exit, segment, abSplit, message, coupon, nftReward, updateContact];
const installed = catalogueOf(ours.map(({ manifest }) => manifest));

/** What is installed, and three nodes that try the engine's patience. */
export const catalogue: NodeCatalogue = { get: (type) => types.get(type) ?? installed.get(type) };
export const programs: ReadonlyMap<string, NodeProgram<never>> = new Map(
  [...ours.map(({ manifest, node }) => [manifest.name, node]), ...Object.entries(own)] as unknown as [string, NodeProgram<never>][], // prettier-ignore
);
