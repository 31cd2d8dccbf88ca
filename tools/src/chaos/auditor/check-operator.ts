import { createHash } from 'node:crypto';
import type { Evidence, Row } from './evidence.js';
import { finding, type Finding } from './finding.js';

/** P5, P11, P14: limits hold over all workers together, a halt halts within five seconds, the audit trail is whole and complete. */
export function checkOperator(evidence: Evidence): Finding[] {
  return [...limits(evidence), ...halts(evidence), ...trail(evidence)];
}

/** What the suite set for the webhooks of tenant b. */
const LIMIT = { tenant: 'b', perSecond: 2, burst: 2 };
/** Calls that a frozen worker had begun, and that arrive when it wakes. */
const UNDER_WAY = 16;

function limits({ calls, operator }: Evidence): Finding[] {
  if (!operator.some(({ kind }) => kind === 'limited')) return [];
  const own = calls.filter(({ tenant }) => tenant === LIMIT.tenant).map(({ at }) => at).sort((a, b) => a - b); // prettier-ignore
  const over: unknown[] = [];
  for (const [i, from] of own.entries())
    for (let j = i + 1; j < own.length; j++) {
      const seconds = (own[j]! - from) / 1_000; // inside
      const allowed = LIMIT.burst + LIMIT.perSecond * seconds + UNDER_WAY;
      if (j - i + 1 > allowed) over.push({ from, seconds, calls: j - i + 1, allowed });
    }
  return finding('P5', 'more calls than the limit of the channel allows', over);
}

const HEARD_AFTER_MS = 5_000;

function halts({ calls, operator }: Evidence): Finding[] {
  const from = operator.find(({ kind }) => kind === 'halted');
  const until = operator.find(({ kind }) => kind === 'releasing');
  if (!from || !until) return [];
  const late = calls.filter(({ tenant, at }) => tenant === from['tenant'] && at > Number(from['at']) + HEARD_AFTER_MS && at < Number(until['at'])); // prettier-ignore
  return finding('P14', 'calls of a halted channel', late);
}

/** Seals computed again, from what the page on the audit trail says: each is the SHA-256 of the one before and the entry as JSON. */
function trail({ audit, operator, tenants }: Evidence): Finding[] {
  const broken: unknown[] = [];
  for (const entries of Map.groupBy(audit, ({ workspaceId }) => workspaceId).values()) {
    let previous = '0'.repeat(64);
    for (const [i, entry] of [...entries].sort((a, b) => Number(a['seq']) - Number(b['seq'])).entries()) {
      const { hash, details, ...rest } = entry;
      const content = canonical({ ...rest, details: details === null ? null : JSON.parse(String(details)) });
      const seal = createHash('sha256').update(previous).update(content).digest('hex');
      if (Number(entry['seq']) !== i + 1 || seal !== hash) broken.push(entry);
      previous = String(hash);
    }
  }
  const done = new Set(
    audit.map(({ workspaceId, action, subject }) => `${String(workspaceId)} ${String(action)} ${String(subject)}`),
  );
  const untold = operator.filter(({ kind, tenant, channel }) => ['halted', 'released'].includes(String(kind)) && !done.has(`${tenants[String(tenant)]} channel.${String(kind)} channel ${String(channel)}`)); // prettier-ignore
  return [
    ...finding('P11', 'audit entries that were changed, or are missing', broken),
    ...finding('P11', 'confirmed to an operator and not in the audit trail', untold),
  ];
}

function canonical(value: unknown): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  const entries = Object.entries(value as Row).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`).join(',')}}`;
}
