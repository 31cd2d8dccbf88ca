import type { Item, PluginContext } from '@sojourn/plugin-sdk/engine';

const nameOf = (campaign: string): string => `coupon:${campaign}`;

/** The code that each contact has of this campaign. The store saves calls and no more: when it is away, the partner is asked. */
export function kept(ctx: PluginContext, campaign: string, items: readonly Item[]): Promise<(string | undefined)[]> {
  return Promise.all(
    items.map(async (item) => {
      try {
        const [code] = await ctx.kv.get({ scope: 'contact', item }, [nameOf(campaign)]);
        return typeof code === 'string' ? code : undefined;
      } catch {
        ctx.log('The store cannot be read; the partner is asked.');
        return undefined;
      }
    }),
  );
}

/** A full store must not take back what was given. */
export async function keep(ctx: PluginContext, campaign: string, item: Item, code: string): Promise<void> {
  try {
    await ctx.kv.set({ scope: 'contact', item }, { [nameOf(campaign)]: code });
  } catch (error) {
    ctx.log('The code is not kept:', error instanceof Error ? error.message : 'for no reason told');
  }
}
