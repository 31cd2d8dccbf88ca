import { parseArgs } from 'node:util';
import { checkEffects } from './check-effects.js';
import { checkIntake } from './check-intake.js';
import { checkMail } from './check-mail.js';
import { checkOperator } from './check-operator.js';
import { checkRest } from './check-rest.js';
import { checkSteps } from './check-steps.js';
import { checkTenants } from './check-tenants.js';
import { checkTime } from './check-time.js';
import { checkValue } from './check-value.js';
import { gather, type Evidence } from './evidence.js';

/**
 * The auditor: reads the provider's ledger, the shop's acknowledgements and the database, and says which promises were not kept. It
 * shares no code with the engine, so that a mistake there cannot hide here.
 *
 *     node auditor.mjs --database mysql://... --ledger FILE --acks FILE [--actions FILE] --tenants '{"a":1,"b":1001}' [--json]
 */
const { values } = parseArgs({
  options: {
    database: { type: 'string' },
    ledger: { type: 'string' },
    acks: { type: 'string' },
    actions: { type: 'string' },
    tenants: { type: 'string', default: '{}' },
    json: { type: 'boolean', default: false },
  },
});
const { database, ledger, acks, actions } = values;
if (!database || !ledger || !acks) {
  console.error('The auditor needs --database, --ledger and --acks.');
  process.exit(2);
}
const evidence = await gather({
  database,
  ledger,
  acks,
  actions,
  tenants: JSON.parse(values.tenants) as Record<string, number>,
});
const checks = [
  checkIntake,
  checkSteps,
  checkEffects,
  checkMail,
  checkValue,
  checkRest,
  checkTenants,
  checkOperator,
  checkTime,
];
const violations = checks.flatMap((check) => check(evidence));
const seen = summary(evidence);
if (values.json) console.log(JSON.stringify({ violations, seen }));
else {
  for (const { promise, what, count, sample } of violations) console.log(`${promise} ${what}: ${count}\n  ${JSON.stringify(sample)}`); // prettier-ignore
  console.log(violations.length === 0 ? 'Every promise was kept.' : `${violations.length} violations.`);
}

function summary({
  acks: acknowledged,
  events,
  runs,
  steps,
  effects,
  calls,
  mails,
  operator,
  issues,
  contacts,
}: Evidence): Record<string, number> {
  // prettier-ignore
  const all = [...runs.values()];
  const manners = Object.fromEntries([...Map.groupBy(calls, ({ manner }) => manner)].map(([manner, list]) => [`provider ${manner}`, list.length])); // prettier-ignore
  const mailManners = Object.fromEntries([...Map.groupBy(mails, ({ manner }) => manner)].map(([manner, list]) => [`mail ${manner}`, list.length])); // prettier-ignore
  const unknown = effects.filter(({ state }) => state === 'unknown').length;
  return {
    acknowledged: acknowledged.length,
    contacts: contacts.size,
    events: events.size,
    runs: all.length,
    steps: steps.length,
    effects: effects.length,
    calls: calls.length,
    codes: issues.length,
    unknown,
    halts: operator.filter(({ kind }) => kind === 'releasing').length,
    capDenied: steps.filter(({ nodeId, outcome }) => nodeId === 'gift' && (outcome === 'alreadyHas' || outcome === 'soldOut')).length, // prettier-ignore
    parked: all.filter(({ state }) => state === 'quarantined').length,
    ...manners,
    ...mailManners,
  };
}
