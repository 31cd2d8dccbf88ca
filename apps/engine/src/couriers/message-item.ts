import { UserError, type JsonObject } from '@sojourn/kernel';
import type { Rendered, Renderer } from '@sojourn/content';
import type { OutboxItem } from '@sojourn/execution';

/** An outbox item known to be a message. */
export type MessageItem = OutboxItem & { readonly effect: Extract<OutboxItem['effect'], { kind: 'message' }> };

export const isMessage = (item: OutboxItem): item is MessageItem => item.effect.kind === 'message';

/** Where a mail goes: to whom the host says, else to the contact that the message carries. */
export function mailAddress({ effect }: MessageItem): string | undefined {
  if (effect.to) return effect.to.email ?? undefined;
  const contact = effect.data['contact'];
  const value = typeof contact === 'object' && contact !== null ? (contact as JsonObject)['email'] : undefined;
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The message as this contact shall read it, or why it cannot be written. */
export async function rendered(
  renderer: Renderer,
  { effect }: MessageItem,
  now: number,
): Promise<Rendered | { readonly reason: string }> {
  try {
    return await renderer.render({ content: effect.content, data: effect.data, now });
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const { line, variable } = error.details;
    return {
      reason:
        variable === undefined
          ? `${error.code}: ${error.message}`
          : `${error.code}: ${String(variable)}, line ${String(line)}`,
    };
  }
}
