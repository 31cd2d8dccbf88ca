import { defineNode, propertyAt, to } from '@sojourn/plugin-sdk/engine';
import { cityIn, tierOf } from './cities.ts';

export interface Config {
  readonly attribute: string;
  readonly detail: 'fine' | 'coarse';
}

export const cityTier = defineNode<Config>({
  execute: (_ctx, { config: { attribute, detail }, items }) =>
    items.map((item) => {
      const written = propertyAt(item.contact.attributes, attribute);
      const city = typeof written === 'string' ? cityIn(written) : '';
      if (city === '') return to(item, 'unknown', { why: { code: 'unknown' } });
      const tier = tierOf(city) ?? 'other';
      // The drawing has no way out "new-first" in the coarse form: it would be refused.
      const outcome = tier === 'new-first' && detail === 'coarse' ? 'first' : tier;
      return to(item, outcome, { why: { code: tier, params: { city } } });
    }),
});
