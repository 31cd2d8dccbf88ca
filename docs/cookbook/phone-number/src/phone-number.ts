import { type Decision, defineNode, propertyAt, to } from '@sojourn/plugin-sdk/engine';
import { migrate } from './migrate.ts';
import { normalised, type Region } from './normalised.ts';

export interface Config {
  readonly from: string;
  readonly to: string;
  readonly region: Region;
  readonly landlines: boolean;
}

export const phoneNumber = defineNode<Config>({
  execute: (_ctx, { config, items }) =>
    items.map((item): Decision => {
      const written = String(propertyAt(item.contact.attributes, config.from) ?? '').trim();
      if (written === '') return to(item, 'empty', { why: { code: 'empty' } });
      const tidy = normalised(written, config.region);
      if (!tidy || (tidy.kind === 'landline' && !config.landlines))
        return to(item, 'no-number', { why: { code: 'no-number', params: { written: written.slice(0, 40) } } });
      const { number, kind } = tidy;
      return to(item, 'tidy', {
        // What is so already is not written again: each write is a change that others may listen to.
        ...(item.contact.attributes[config.to] !== number && { patch: { set: { [config.to]: number } } }),
        output: { phone: { number, kind } },
        why: { code: kind, params: { number } },
      });
    }),

  migrate,
});
