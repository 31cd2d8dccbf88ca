import type { Effect, Evidence, Mail } from './evidence.js';
import { finding, type Finding } from './finding.js';

/** P3 where nobody dedupes: no mail arrives twice; what may have arrived is called unknown, never failed and never delivered. */
export function checkMail({ mails, effects, runs, contacts, versions }: Evidence): Finding[] {
  const subject = ({ nodeId, runId, contactId }: Effect): string => `${nodeId} ${contacts.get(contactId)?.externalId} ${runs.get(runId)?.key || '-'}`; // prettier-ignore
  const kept = mails.filter(({ applied }) => applied);
  const arrived = Map.groupBy(kept, ({ key }) => key);
  const sent = effects.filter(({ channel }) => channel === 'mail');
  const told = new Set(sent.map(subject));
  const strangers = kept.filter(({ key }) => !told.has(key));
  const wrongHands = kept.filter((mail) => !addressed(mail));
  return [
    ...finding('P3', 'mails that arrived twice', [...arrived].filter(([, list]) => list.length > 1).map(([key, list]) => ({ key, times: list.length, at: list.map(({ at }) => at) }))), // prettier-ignore
    ...finding('P3', 'mails that arrived, unknown to the outbox', strangers),
    ...finding('P3', 'mails delivered, says the outbox; none arrived', sent.filter((effect) => effect.state === 'delivered' && !arrived.has(subject(effect)))), // prettier-ignore
    ...finding('P3', 'mails failed, says the outbox; they arrived', sent.filter((effect) => FAILED.has(effect.state) && arrived.has(subject(effect)))), // prettier-ignore
    ...finding('tenants', 'mails that reached somebody else', wrongHands),
    ...finding(
      'P3',
      'mails of no version',
      sent.filter(({ runId }) => !versions.has(runs.get(runId)?.versionId ?? 0)),
    ),
  ];
}

const FAILED = new Set(['failed', 'suppressed', 'dead']);
const addressed = ({ to, user, tenant }: Mail): boolean => to === `${user}@example.test` && user.startsWith(`${tenant}-`); // prettier-ignore
