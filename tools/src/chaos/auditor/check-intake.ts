import type { Evidence } from './evidence.js';
import { finding, repeated, type Finding } from './finding.js';

/** P1: what was acknowledged is there, once, on the right contact; whoever did what lets them in was let in, once. */
export function checkIntake(evidence: Evidence): Finding[] {
  const { acks, events, contacts, runs, versions } = evidence;
  const stored = new Map([...events.values()].map((event) => [`${event.workspaceId} ${event.messageId}`, event]));
  const lost = acks.filter(({ workspaceId, messageId }) => !stored.has(`${workspaceId} ${messageId}`));
  const misplaced = acks.filter(({ workspaceId, messageId, userId }) => {
    const event = stored.get(`${workspaceId} ${messageId}`);
    return event && contacts.get(event.contactId)?.externalId !== userId;
  });
  const people = [...contacts.values()].filter(({ mergedInto }) => mergedInto === null);
  return [
    ...finding('P1', 'acknowledged and not stored', lost),
    ...finding('P1', 'acknowledged and stored on another contact', misplaced),
    ...finding('P1', 'events stored twice', repeated(events.values(), (event) => `${event.workspaceId} ${event.messageId}`)), // prettier-ignore
    ...finding(
      'P1',
      'contacts stored twice',
      repeated(people, (one) => `${one.workspaceId} ${one.externalId}`),
    ),
    ...ENTRIES.flatMap((entry) => admissions(entry, evidence)),
    ...finding('P1', 'runs of nobody', [...runs.values()].filter((run) => !contacts.has(run.contactId) || !versions.has(run.versionId))), // prettier-ignore
  ];
}

/** The journeys with an entry by event: which event, and which of its properties keeps runs apart. */
const ENTRIES = [
  { journey: 'orders', event: 'order', keyBy: 'orderId' },
  { journey: 'replies', event: 'go', keyBy: 'k' },
  { journey: 'callbacks', event: 'hooked', keyBy: 'key' },
  { journey: 'traps', event: 'trap', keyBy: 'k' },
  { journey: 'rounds', event: 'subscribe', keyBy: undefined },
] as const;

/** Every identity that should have a run has exactly one. */
function admissions({ journey, event, keyBy }: (typeof ENTRIES)[number], evidence: Evidence): Finding[] {
  const names = new Map([...evidence.versions.values()].map(({ journeyId, name }) => [journeyId, name]));
  const wanted = new Set(
    [...evidence.events.values()]
      .filter(({ type }) => type === event)
      .map(({ workspaceId, contactId, properties }) => `${workspaceId} ${contactId} ${keyBy ? String(properties[keyBy]) : ''}`), // prettier-ignore
  );
  const own = [...evidence.runs.values()].filter(({ journeyId }) => names.get(journeyId) === journey);
  const had = new Set(own.map(identity));
  return [
    ...finding(
      'P1',
      `journey ${journey}: not let in`,
      [...wanted].filter((one) => !had.has(one)),
    ),
    ...finding(
      'P1',
      `journey ${journey}: let in without a reason`,
      [...had].filter((one) => !wanted.has(one)),
    ),
    ...finding('P2', `journey ${journey}: let in twice`, repeated(own, identity)),
  ];
}

const identity = ({ workspaceId, contactId, key }: { workspaceId: number; contactId: number; key: string }): string => `${workspaceId} ${contactId} ${key}`; // prettier-ignore
