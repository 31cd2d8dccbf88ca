import type { Decision, HttpAnswer } from '@sojourn/plugin-sdk/engine';
import { fixtureItems, livingFixtures, run, specOf, type Bench, type Ran } from '../bench.js';
import { result, type Check } from '../check.js';
import type { Fixture } from '../fixture.js';

const answer = (status: number, body: HttpAnswer extends infer _ ? string : never = ''): HttpAnswer => ({ status, headers: {}, body }); // prettier-ignore
const broken = (error: 'timeout' | 'unreachable' | 'too-large' | 'refused' | 'budget'): HttpAnswer => ({ error, message: 'chaos' }); // prettier-ignore

/** Null: what the fixture tells. */
type Weather = (nth: number, key: number | undefined) => HttpAnswer | null;

/** What other systems do on a bad day. */
const WEATHER: { readonly [name: string]: Weather } = {
  '429': () => ({ status: 429, headers: { 'retry-after': '30' }, body: '' }),
  '500': () => answer(500, '<html>Internal error</html>'),
  'a time-out': () => broken('timeout'),
  'no connection': () => broken('unreachable'),
  'a refusal of the host': () => broken('refused'),
  'no budget left': () => broken('budget'),
  'answers too large': () => broken('too-large'),
  '200 with nonsense': () => answer(200, '<html>Please sign in</html>'),
  '204 without a body': () => ({ status: 204, headers: {}, body: null }),
  'every other call failing': (nth) => (nth % 2 === 0 ? answer(503) : { status: 200, headers: {}, body: {} }),
  'every other contact’s calls failing': (_nth, key = 0) => (key % 2 === 0 ? answer(503) : null),
  'the other contacts’ calls failing': (_nth, key = 0) => (key % 2 === 1 ? answer(503) : null),
};

/** Which attempts are looked at; the last is further than anybody would wait. */
const ATTEMPTS = [2, 3, 4, 5, 6, 10, 20];

/**
 * Whatever other systems answer, each contact gets a decision that the manifest allows; nobody is told to have succeeded by a call
 * that failed, or to have failed by somebody else's; and nothing is asked for ever.
 */
export const chaos: Check = {
  name: 'chaos',
  async run(bench) {
    const problems: string[] = [];
    let looked = 0;
    for (const fixture of livingFixtures(bench)) {
      const { uses = [] } = specOf(bench, fixture.node);
      const items = fixtureItems(bench, fixture);
      if (!uses.includes('http') || items.length === 0) continue;
      const calm = await run(bench, fixture);
      for (const [name, instead] of Object.entries(WEATHER)) {
        looked += items.length;
        problems.push(...(await inWeather(bench, fixture, { name, instead, calm })));
      }
    }
    return result('chaos', looked, 'contacts in bad weather', problems);
  },
};

interface Storm {
  readonly name: string;
  readonly instead: Weather;
  /** How everybody fares when all is well. */
  readonly calm: Ran;
}

async function inWeather(bench: Bench, fixture: Fixture, { name, instead, calm }: Storm): Promise<string[]> {
  const items = fixtureItems(bench, fixture);
  const who = (key: number): string =>
    `${fixture.file}, ${fixture.items[key]?.name}, node ${fixture.node}, with ${name}`;
  const ran = await run(bench, fixture, { instead });
  const problems = ran.faults.flatMap((fault, key) => (fault ? [`${who(key)}: ${fault}`] : []));
  const lies = (of: Ran, keys: readonly number[]): void =>
    keys.forEach((key, index) => {
      const outcome = falseSuccess(bench, fixture, of, index);
      if (outcome !== null) problems.push(`${who(key)}: every call for it failed, and it leaves by "${outcome}", which says success; answer retry, or leave by a failure outcome`); // prettier-ignore
    });
  const all = items.map(({ key }) => key);
  lies(ran, all);
  for (const key of all) {
    if (!isSpared(ran, calm, key) || wayOf(ran.decisions[key]) === wayOf(calm.decisions[key])) continue;
    problems.push(`${who(key)}: its own calls went well, and it fares otherwise than when all do (${wayOf(ran.decisions[key])}, not ${wayOf(calm.decisions[key])}); decide for each contact by its own answer`); // prettier-ignore
  }
  // Whoever asks to be tried again is tried again, for as long as a person would wait.
  let trying = items.filter((_, index) => ran.decisions[index]?.do === 'retry');
  for (const attempt of ATTEMPTS) {
    if (trying.length === 0) break;
    const places = trying.map(({ key }) => key);
    const again = trying.map((item, key) => ({ ...item, key, wake: { kind: 'retry' as const, attempt } }));
    const next = await run(bench, fixture, {
      instead: (nth, key) => instead(nth, key === undefined ? key : places[key]),
      items: again,
      writtenFor: (key) => places[key] ?? key,
    });
    lies(next, places);
    trying = trying.filter((_, index) => next.decisions[index]?.do === 'retry');
  }
  for (const { key } of trying)
    problems.push(`${who(key)}: still tries again after 20 attempts; leave by a failure outcome some day`);
  return problems;
}

/** Kinds whose success is that the call succeeded; others may do without it. */
const BY_CALL = new Set(['action', 'channel', 'reward']);

/** The outcome of success by which an item leaves though every call made for it failed; null when it does not. */
function falseSuccess(bench: Bench, { node }: Fixture, { decisions, audit }: Ran, key: number): string | null {
  const { kind, outcomes } = specOf(bench, node);
  const decision = decisions[key];
  const calls = audit.callsOf.get(key) ?? 0;
  if (!BY_CALL.has(kind) || decision?.do !== 'to' || calls === 0 || audit.failedOf.get(key) !== calls) return null;
  const role = outcomes.find(({ id }) => id === decision.outcome)?.role;
  return role === 'success' ? decision.outcome : null;
}

/** Whether an item called, as it does when all is well, and nothing but what the fixture tells was answered. */
function isSpared({ audit }: Ran, calm: Ran, key: number): boolean {
  const calls = audit.callsOf.get(key) ?? 0;
  return calls > 0 && calls === calm.audit.callsOf.get(key) && (audit.insteadOf.get(key) ?? 0) === 0;
}

function wayOf(decision: Decision | undefined): string {
  if (!decision) return 'no answer';
  return decision.do === 'to' ? decision.outcome : decision.do;
}
