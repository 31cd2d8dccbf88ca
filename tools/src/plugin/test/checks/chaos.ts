import type { HttpAnswer } from '@sojourn/plugin-sdk/engine';
import { fixtureItems, run, specOf } from '../bench.js';
import { result, type Check } from '../check.js';

const answer = (status: number, body: HttpAnswer extends infer _ ? string : never = ''): HttpAnswer => ({ status, headers: {}, body }); // prettier-ignore
const broken = (error: 'timeout' | 'unreachable' | 'too-large' | 'refused' | 'budget'): HttpAnswer => ({ error, message: 'chaos' }); // prettier-ignore

/** What other systems do on a bad day. */
const WEATHER: { readonly [name: string]: (nth: number) => HttpAnswer } = {
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
};

/** Which attempts are looked at; the last is further than anybody would wait. */
const ATTEMPTS = [2, 3, 4, 5, 6, 10, 20];

/** Whatever other systems answer, each contact gets a decision that the manifest allows, and nothing is asked for ever. */
export const chaos: Check = {
  name: 'chaos',
  async run(bench) {
    const problems: string[] = [];
    let looked = 0;
    for (const fixture of bench.fixtures) {
      const { uses = [] } = specOf(bench, fixture.node);
      const items = fixtureItems(bench, fixture);
      if (!uses.includes('http') || items.length === 0) continue;
      for (const [weather, instead] of Object.entries(WEATHER)) {
        const { faults, decisions } = await run(bench, fixture, { instead });
        looked += items.length;
        faults.forEach((fault, index) => {
          if (fault) problems.push(`${fixture.file}, ${fixture.items[index]?.name}, with ${weather}: ${fault}`);
        });
        // Whoever asks to be tried again is tried again, for as long as a person would wait.
        let trying = items.filter((_, index) => decisions[index]?.do === 'retry');
        for (const attempt of ATTEMPTS) {
          if (trying.length === 0) break;
          const again = trying.map((item, key) => ({ ...item, key, wake: { kind: 'retry' as const, attempt } }));
          const next = await run(bench, fixture, { instead, items: again });
          trying = trying.filter((_, index) => next.decisions[index]?.do === 'retry');
        }
        for (const { key } of trying) {
          problems.push(`${fixture.file}, ${fixture.items[key]?.name}, with ${weather}: still tries again after 20 attempts; leave by a failure outcome some day`); // prettier-ignore
        }
      }
    }
    return result('chaos', looked, 'contacts in bad weather', problems);
  },
};
