import type { Evidence } from './evidence.js';
import { finding, type Finding } from './finding.js';

/** Nothing of one workspace is found in another. */
export function checkTenants({
  tenants,
  contacts,
  events,
  runs,
  effects,
  calls,
  inbox,
  codes,
  steps,
}: Evidence): Finding[] {
  const home = (contactId: unknown): number | undefined => contacts.get(Number(contactId))?.workspaceId;
  const byId = new Map(Object.entries(tenants).map(([tenant, id]) => [id, tenant]));
  const strangers = [...contacts.values()].filter(({ externalId, workspaceId }) => !externalId?.startsWith(`${byId.get(workspaceId)}-`)); // prettier-ignore
  const strayed = <T extends { readonly workspaceId: number; readonly contactId: number }>(rows: Iterable<T>): T[] =>
    [...rows].filter(({ workspaceId, contactId }) => home(contactId) !== workspaceId);
  return [
    ...finding('tenants', 'contacts of another workspace', strangers),
    ...finding('tenants', 'events of another workspace', strayed(events.values())),
    ...finding('tenants', 'runs of another workspace', strayed(runs.values())),
    ...finding('tenants', 'effects of another workspace', strayed(effects)),
    ...finding('tenants', 'messages of another workspace', strayed(inbox)),
    ...finding('tenants', 'codes of another workspace', codes.filter(({ contactId, workspaceId }) => contactId !== null && home(contactId) !== workspaceId)), // prettier-ignore
    ...finding('tenants', 'steps of another workspace', steps.filter(({ runId, workspaceId }) => runs.has(runId) && runs.get(runId)?.workspaceId !== workspaceId)), // prettier-ignore
    ...finding('tenants', 'calls in the name of another workspace', calls.filter(({ tenant, user }) => !user.startsWith(`${tenant}-`))), // prettier-ignore
  ];
}
