import i18next from 'i18next';
import { readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Manifest } from '../../api/types.js';
import { resources, type Language } from '../../i18n/resources.js';
import type { NodeTypes } from '../../reasons/reasons.js';
import { deliveryReason } from './delivery-words.js';
import { reasonWords } from './reason-words.js';

const plugins = new URL('../../../../../plugins/', import.meta.url);
const types: NodeTypes = new Map(
  readdirSync(plugins, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => {
      const { nodes } = JSON.parse(readFileSync(new URL(`${name}/plugin.json`, plugins), 'utf8')) as {
        nodes: (Manifest & { dynamicOutcomes?: Manifest['outcomes'] })[];
      };
      const node = nodes[0]!; // what ships brings one node each
      return [name, { ...node, outcomes: [...(node.dynamicOutcomes ?? []), ...node.outcomes] }];
    }),
);
beforeAll(() => i18next.init({ resources: resources(), defaultNS: 'studio', interpolation: { escapeValue: false } }));
const told = (reason: string, nodeType: string | null, language: Language = 'en') =>
  reasonWords(reason, nodeType, { t: i18next.getFixedT(language, 'attention'), types, language });

describe('why a run was parked', () => {
  it.each([
    ['node c1 (coupon) threw: x is not a function', /“Coupon” failed with an error/, 'x is not a function'],
    [
      'node c1 (coupon) decided what cannot be carried out: "fly" is not a decision',
      /cannot be carried out/,
      '"fly" is not a decision',
    ],
    ['no plugin is installed for node type sms-blast', /“sms-blast” is not installed/, undefined],
    ['moved 1000 times without waiting: the drawing goes round in circles at node n2', /round in circles/, undefined],
    ['could not be saved: Error: Data too long', /could not be saved/, 'Error: Data too long'],
    ['contact 7 is not there any more', /contact is not there/, undefined],
    ['node n1 of version 3 is not there any more', /not in the drawing/, undefined],
    ['version 3 is not in the database', /version of the journey/, undefined],
    ['plugin-unavailable: acme.weather disabled', /plugin is switched off.*go(es)? on by themselves/, undefined],
    ['missing: {"pool":"Spring"}', /no coupon pool Spring/, undefined],
    ['missing', /no coupon pool –/, undefined],
    ['broken: the shop is closed', /could not go on/, 'broken: the shop is closed'],
    ['', /No reason/, undefined],
  ])('%s', (reason, words, detail) => {
    expect(told(reason, 'coupon').words).toMatch(words);
    expect(told(reason, 'coupon').detail).toBe(detail);
    expect(told(reason, 'coupon', 'zh-CN').words).toMatch(/[\u4e00-\u9fff]/);
    expect(told(reason, null).words).not.toMatch(/[{}]/);
  });
});

describe('why a delivery is as it is', () => {
  it.each([
    ['http-503', 'The other side answered 503'],
    ['smtp-550', 'The mail server answered 550'],
    ['worker-lost', 'The worker stopped while it was sending'],
    ['pigeon-asleep', 'pigeon-asleep'],
    [null, undefined],
  ])('%s', (reason, words) => expect(deliveryReason(i18next.getFixedT('en', 'attention'), reason)).toBe(words));
});
