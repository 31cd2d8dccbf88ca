import type { Decision, Effect } from '@sojourn/plugin-sdk/engine';
import type { LeavingMessage } from '../records.js';
import type { Walk } from '../walk.js';

/**
 * Messages of code from outside go to the contact of their run: its data are for its texts, and name nobody else. The address does
 * not stand among them, so a plugin that may not read it cannot have it written out in a picture's address either.
 */
export function toItsContact(decision: Decision, { known: { contact } }: Pick<Walk, 'known'>): Decision {
  if (!('effects' in decision) || !decision.effects?.some(({ kind }) => kind === 'message')) return decision;
  const addressed = (effect: Effect): Effect => {
    if (effect.kind !== 'message') return effect;
    const { kind, action, channel, content, data } = effect;
    const { subject, body, format } = content;
    const message: LeavingMessage = {
      kind,
      ...(action !== undefined && { action }),
      channel,
      content: { ...(subject !== undefined && { subject }), body, format },
      data,
      to: { email: contact.email ?? null },
    };
    return message;
  };
  return { ...decision, effects: decision.effects.map(addressed) };
}
