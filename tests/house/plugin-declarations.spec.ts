import type { JsonObject } from '@sojourn/kernel';
import type { PluginManifest } from '@sojourn/plugin-sdk';
import type { Answer, Decision, NodeProgram, Receipt } from '@sojourn/plugin-sdk/engine';
import { serve } from '@sojourn/plugin-sdk/guest';
import {
  conformance,
  event,
  inProcessRunner,
  visit,
  type ConformanceFixture,
  type ConformanceRunner,
  type VisitBuilder,
} from '@sojourn/plugin-sdk/testing';
import { expect, it } from 'vitest';
import { filesBelow, json, plugins } from './packages.js';

/** All that can be known of a contact: what a plugin does not declare must make no difference to it. */
const known = visit()
  .withContact({ externalId: 'u1', email: 'ana@example.test', phone: '+8613800000000', language: 'zh-CN' })
  .withAttributes({ spend: 1_200, level: 'gold', city: 'Suzhou', birthday: '1990-03-05', vip: true })
  .withTags('vip', 'newsletter')
  .withVariables({ coupon: { code: 'A-1' } })
  .enteredBy(event('Order Completed', { total: 88, order: { total: 88 } }, '2026-02-28T09:00'))
  .history([
    event('Order Completed', { total: 12 }, '2026-02-27T09:00'),
    event('Product Viewed', {}, '2026-01-01T09:00'),
  ]);
/** The same contact without any of it. */
const unknown = visit().withContact({ id: 2 });

interface Written {
  readonly wake?: JsonObject;
  readonly memory?: JsonObject;
}

/** Every wake that the plugin's fixtures know, for a contact of whom all is known and for one of whom nothing is. */
function visitsOf(items: readonly Written[]): VisitBuilder[] {
  return [{}, ...items].flatMap(({ wake, memory }) =>
    [known, unknown].map((one) => {
      const woken = awake(one, wake);
      return memory === undefined ? woken : woken.withMemory(memory);
    }),
  );
}

function awake(one: VisitBuilder, wake: JsonObject = {}): VisitBuilder {
  const { kind, receipt, answer, subscription, attempt, event: cause } = wake;
  switch (kind) {
    case 'timer':
      return one.wokenByTimer('2026-03-09T09:00');
    case 'receipt':
      return one.wokenByReceipt(receipt as unknown as Receipt);
    case 'answer':
      return one.wokenByAnswer(answer as unknown as Answer);
    case 'retry':
      return one.wokenByRetry(Number(attempt));
    case 'event':
      return one.wokenByEvent(String(subscription), event(String((cause as JsonObject)['type']), { total: 5 }));
    default:
      return one;
  }
}

/** As a plugin is served in the sandbox, without its walls. */
function served(program: NodeProgram, manifest: PluginManifest): ConformanceRunner {
  const guest = serve({ nodes: { [manifest.nodes[0]!.type]: program } }, manifest); // what ships brings one node each
  const refuse = () => Promise.resolve('{"error":{"code":"http","message":"none"}}');
  return {
    name: 'served',
    async run({ data, items: _, ...head }) {
      const answer = await guest.call('execute', JSON.stringify({ ...head, items: data }), refuse);
      const { decisions } = JSON.parse(answer) as { decisions: Decision[] };
      return data.map(({ key }) => {
        const decision = decisions.find(({ item }) => item === key);
        return decision ? { decision } : { fault: 'not answered' };
      });
    },
  };
}

it.each(plugins())('%s decides by what it declares, and by nothing else of a contact', async (folder) => {
  const manifest = json(folder, 'plugin.json') as unknown as PluginManifest;
  const { node } = (await import(`@sojourn/${folder.replace('plugins/', 'plugin-')}`)) as { node: NodeProgram };
  const fixtures = filesBelow(`${folder}/tests/fixtures`).map((file): ConformanceFixture => {
    const {
      config,
      items,
      node: type,
    } = json(file) as unknown as { config: JsonObject; items: Written[]; node: string };
    return { name: file, node: type, config, visits: visitsOf(items) };
  });
  expect(fixtures).not.toEqual([]);
  const program = { nodes: { [manifest.nodes[0]!.type]: node } };
  const rows = await conformance(manifest, [inProcessRunner(program, manifest), served(node, manifest)], fixtures);
  expect(rows.filter(({ faults }) => faults.length > 0)).toEqual([]);
});
