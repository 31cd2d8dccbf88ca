import { CONTACT_UPDATED } from '@sojourn/execution';
import { applyPatch, type ContactChange, type Profile } from '../contacts/profile.js';
import { loadProfiles, writeProfiles } from '../contacts/write-profiles.js';
import type { Tx } from '../database/database.js';
import { ascending } from '../database/read.js';
import { insertEvents, type NewEvent } from '../events/insert-events.js';
import type { HeldStep } from './commit.js';

/** Where events of a journey's own making come from. */
const SOURCE = 'journey';

/**
 * Carries out `contact` and `track` effects: contacts changed, events recorded, journeys to be told. A patch that changes
 * nothing tells nobody. The contacts are locked.
 */
export async function changeContacts(tx: Tx, held: readonly HeldStep[]): Promise<void> {
  if (!held.some(({ effects }) => effects.some(({ effect }) => effect.kind === 'contact' || effect.kind === 'track')))
    return;
  const patched = held.filter(({ effects }) => effects.some(({ effect }) => effect.kind === 'contact'));
  const profiles = await loadProfiles(tx, ascending(patched.map(({ run }) => run.contactId)));
  const changes = new Map<number, { profile: Profile; change: ContactChange; at: number }>();
  const events: NewEvent[] = [];
  for (const { run, at, effects } of held)
    for (const { effect } of effects) {
      if (effect.kind === 'track') events.push(eventOf(run, effect.event, effect.properties, at));
      const profile = effect.kind === 'contact' ? profiles.get(run.contactId) : undefined;
      if (effect.kind !== 'contact' || !profile) continue;
      const change = applyPatch(profile, effect);
      if (!change) continue;
      changes.set(profile.id, { profile, change: joined(changes.get(profile.id)?.change, change), at });
      events.push(eventOf(run, CONTACT_UPDATED, change, at));
    }
  await writeProfiles(tx, [...changes.values()]);
  await insertEvents(tx, events);
}

function eventOf(
  run: { workspaceId: number; contactId: number },
  type: string,
  properties: unknown,
  at: number,
): NewEvent {
  const { workspaceId, contactId } = run;
  return {
    workspaceId,
    contactId,
    type,
    occurredAt: at,
    receivedAt: at,
    properties: JSON.stringify(properties),
    source: SOURCE,
    signal: true,
  };
}

/** Two changes as one: a tag won and lost again was neither. */
function joined(earlier: ContactChange | undefined, later: ContactChange): ContactChange {
  if (!earlier) return later;
  const without = (tags: readonly string[], gone: readonly string[]): string[] =>
    tags.filter((tag) => !gone.includes(tag));
  return {
    attributes: [...new Set([...earlier.attributes, ...later.attributes])],
    addedTags: [...without(earlier.addedTags, later.removedTags), ...without(later.addedTags, earlier.removedTags)],
    removedTags: [...without(earlier.removedTags, later.addedTags), ...without(later.removedTags, earlier.addedTags)],
  };
}
