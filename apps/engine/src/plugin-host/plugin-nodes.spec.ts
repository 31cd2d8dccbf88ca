import type { PluginBatch, PluginPin, PluginVerdict } from '@sojourn/execution';
import { systemClock, VirtualClock, type JsonObject } from '@sojourn/kernel';
import type { Capability } from '@sojourn/plugin-sdk';
import { itemFrom, type ItemData } from '@sojourn/plugin-sdk';
import { createSandbox } from '@sojourn/sandbox';
import { pluginCosts, pluginInstalls, pluginRecordings, type Database } from '@sojourn/storage';
import { testDatabases } from '@sojourn/storage/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Vault } from '../settings/vault.js';
import { resumeParked } from '../worker/resume-parked.js';
import { manifestOf, nodeOf } from './host.spec-kit.js';
import { deciding, install } from './installed.spec-kit.js';
import { openPluginHost, type PluginHost } from './plugin-host.js';

const both = (text: string) => ({ en: text, 'zh-CN': text });
const capabilities: Capability[] = [
  { kind: 'contacts.read', fields: ['attributes.*', 'email'], reason: both('') },
  { kind: 'contacts.write', fields: ['attributes.*', 'tags.vip'], reason: both('') },
  { kind: 'events.emit', names: ['seen'], reason: both('') },
  { kind: 'messages.send', channels: ['inbox'], perContactPerDay: 2, reason: both('') },
];
const data = { reads: ['attributes.city', 'email', 'phone'], writes: ['attributes.level', 'tags.vip'] };
const node = nodeOf({ uses: ['contacts.read', 'contacts.write', 'events.emit', 'messages.send'], data, effects: { kind: 'contact', idempotency: 'pure', dryRun: 'run' } }); // prettier-ignore

for (const db of testDatabases())
  describe(`nodes of installed plugins on ${db.name}`, () => {
    const sandbox = createSandbox({ processes: 1 });
    const clock = new VirtualClock(1_000_000);
    let database: Database;
    let host: PluginHost;
    let made = 0;
    beforeAll(async () => {
      database = await db.open();
      host = openPluginHost({
        config: { webhookPrivateAddresses: [], pluginDev: false },
        database,
        clock,
        vault: new Vault(Buffer.alloc(32, 1)),
        log: { warn: () => undefined },
        renderer: () => Promise.reject(new Error('not here')),
        sandbox: () => sandbox,
      });
    });
    afterAll(async () => {
      await host.stop();
      await sandbox.close();
      await db.close();
    });

    const itemOf = (key: number, more: Partial<ItemData> = {}) =>
      itemFrom({ key, runId: 100 + key, visit: 1, at: 5_000, arrivedAt: 5_000, timeZone: 'UTC', contact: { id: 7 + key, email: 'a@b.c', phone: '+1', attributes: { city: '杭州', secret: 'x' }, tags: [] }, variables: { left: 1 }, wake: { kind: 'arrived' }, history: {}, ...more }); // prettier-ignore
    const use = (code: string, more: { granted?: Capability[]; node?: object } = {}): Promise<PluginPin> =>
      install(database, manifestOf({ id: `acme.p${++made}`, capabilities, nodes: [{ ...node, ...more.node }] }), code, more); // prettier-ignore
    const run = async (
      pin: PluginPin,
      items = [itemOf(0)],
      more: Partial<PluginBatch> = {},
    ): Promise<readonly PluginVerdict[]> => {
      await host.nodes.refresh();
      await host.nodes.load([pin]);
      expect(host.nodes.stateOf(1, pin)).toBe('ok');
      return host.nodes.execute({ workspaceId: 1, journeyId: 5, pin, type: `${pin.plugin}/forecast`, nodeId: 'n', config: {}, items, ...more }); // prettier-ignore
    };
    const answering = async (decision: object, more: Parameters<typeof use>[1] = {}): Promise<JsonObject> => {
      const pin = await use(deciding(`function (item) { return Object.assign({ item: item.key }, ${JSON.stringify(decision)}); }`), more); // prettier-ignore
      return (await run(pin))[0] as unknown as JsonObject;
    };

    it('run in the sandbox over what was declared, asked for and granted, and nothing else', async () => {
      const pin = await use(deciding("function (item, input) { return { item: item.key, do: 'to', outcome: 'sunny', output: { saw: { contact: item.contact, variables: item.variables, node: input.node } } }; }")); // prettier-ignore
      const [first, second] = await run(pin, [itemOf(0), itemOf(1)]);
      expect(first).toEqual({ decision: { item: 0, do: 'to', outcome: 'sunny', output: { saw: { contact: { id: 7, email: 'a@b.c', attributes: { city: '杭州' }, tags: [] }, variables: {}, node: 'forecast' } } } }); // prettier-ignore
      expect(second).toMatchObject({ decision: { item: 1, output: { saw: { contact: { id: 8 } } } } });
      const narrow: Capability[] = [{ kind: 'contacts.read', fields: ['email'], reason: both('') }];
      const less = await use(deciding("function (item) { return { item: item.key, do: 'to', outcome: 'sunny', output: { saw: item.contact } }; }"), { granted: narrow }); // prettier-ignore
      expect((await run(less))[0]).toEqual({ decision: { item: 0, do: 'to', outcome: 'sunny', output: { saw: { id: 7, email: 'a@b.c', attributes: {}, tags: [] } } } }); // prettier-ignore
    });

    it('may answer what was declared and granted', async () => {
      const decision = { do: 'to', outcome: 'sunny', patch: { set: { level: 3 }, addTags: ['vip'] }, output: { a: 1 }, effects: [{ kind: 'track', event: 'seen', properties: {} }], why: { code: 'forecast', params: { degrees: 21 } } }; // prettier-ignore
      expect(await answering(decision)).toEqual({ decision: { item: 0, ...decision } });
    });

    it.each<[string, object, RegExp]>([
      ['an outcome', { do: 'to', outcome: 'rainy' }, /rainy/],
      ['a verb', { do: 'dance' }, /dance/],
      ['an attribute', { do: 'to', outcome: 'sunny', patch: { set: { city: 'x' } } }, /attributes\.city/],
      ['a tag', { do: 'to', outcome: 'sunny', patch: { addTags: ['gold'] } }, /tags\.gold/],
      ['an event', { do: 'to', outcome: 'sunny', effects: [{ kind: 'track', event: 'other', properties: {} }] }, /other/],
      ['a channel', { do: 'to', outcome: 'sunny', effects: [{ kind: 'message', channel: 'mail', content: { body: 'x', format: 'text' }, data: {} }] }, /mail/],
      ['a webhook', { do: 'to', outcome: 'sunny', effects: [{ kind: 'webhook', request: { method: 'POST', url: 'https://x.test', body: {} } }] }, /webhooks/],
      ['a coupon', { do: 'ask', ask: { kind: 'coupon.issue', pool: 'p' } }, /coupons/],
      ['an effect on the contact', { do: 'to', outcome: 'sunny', effects: [{ kind: 'contact', set: { level: 1 } }] }, /contact/],
      ['a call of its own', { do: 'to', outcome: 'sunny', effects: [{ kind: 'plugin', action: 'call-9' }] }, /plugin|action/],
      ['a reason', { do: 'to', outcome: 'sunny', why: { code: 'because' } }, /because/],
      ['too much', { do: 'to', outcome: 'sunny', output: { x: 'y'.repeat(1_000) } }, /1000/],
      ['too much memory', { do: 'wait', memory: 'y'.repeat(600) }, /512/],
    ])('is at fault alone, in words, for %s that was not declared or granted', async (_, decision, words) => {
      const verdict = await answering(decision);
      expect(verdict).toHaveProperty('fault');
      expect(verdict['fault']).toMatch(words);
    }); // prettier-ignore

    it('may not write what the workspace took away, nor what a contact decided for itself', async () => {
      const write = { do: 'to', outcome: 'sunny', patch: { set: { level: 1 } } };
      expect(await answering(write, { granted: [] })).toHaveProperty('fault');
      const optIn = { do: 'to', outcome: 'sunny', patch: { unset: ['noMarketing'] } };
      const all = { data: { reads: [], writes: ['attributes.*'] } };
      expect(await answering(optIn, { node: all })).toMatchObject({ fault: expect.stringMatching(/own decision/) as string }); // prettier-ignore
    });

    it('sends each contact no more messages a day than were granted, repetitions counted once', async () => {
      const message = { kind: 'message', channel: 'inbox', content: { body: 'x', format: 'text' }, data: {} };
      const pin = await use(deciding(`function (item) { return { item: item.key, do: 'to', outcome: 'sunny', effects: [${JSON.stringify(message)}] }; }`)); // prettier-ignore
      const send = async (runId: number): Promise<boolean> =>
        'decision' in (await run(pin, [itemOf(0, { runId })]))[0]!;
      expect([await send(1), await send(1), await send(2), await send(3)]).toEqual([true, true, true, false]);
      clock.advanceTo(clock.now() + 86_400_001);
      expect(await send(4)).toBe(true);
    });

    it('sends by each channel as many as were granted for it, whatever was granted for another', async () => {
      const of = (channels: string[], perContactPerDay: number): Capability => ({ kind: 'messages.send', channels, perContactPerDay, reason: both('') }); // prettier-ignore
      const granted = [of(['inbox'], 3), of(['email', 'sms'], 1)];
      const asked = [...capabilities.filter(({ kind }) => kind !== 'messages.send'), ...granted];
      const manifest = manifestOf({ id: `acme.p${++made}`, capabilities: asked, nodes: [node] });
      const pin = await install(database, manifest, deciding(`function (item) { return { item: item.key, do: 'to', outcome: 'sunny', effects: [{ kind: 'message', channel: item.contact.attributes.city, content: { body: 'x', format: 'text' }, data: {} }] }; }`)); // prettier-ignore
      const sent: boolean[] = [];
      for (const [runId, city] of ['inbox', 'email', 'sms', 'email', 'inbox', 'inbox', 'inbox'].entries())
        sent.push('decision' in (await run(pin, [itemOf(0, { runId, contact: { id: 77, attributes: { city }, tags: [] } as never })]))[0]!); // prettier-ignore
      expect(sent).toEqual([true, true, false, false, true, true, false]);
    });

    it('fail alone: what throws, hangs or goes unanswered leaves the others their decisions; recordings say why', async () => {
      const pin = await use(deciding("function (item, input, ask, log) { log('at ' + item.key); if (item.key === 1) throw new Error('cannot digest'); return { item: item.key, do: 'to', outcome: 'sunny' }; }")); // prettier-ignore
      const verdicts = await run(pin, [itemOf(0), itemOf(1), itemOf(2)]);
      expect(verdicts.map((one) => 'decision' in one)).toEqual([true, false, true]);
      expect(verdicts[1]).toMatchObject({ fault: expect.stringContaining('cannot digest') as string });
      const [recorded] = await pluginRecordings.list(database.read, 1, pin.plugin);
      expect(recorded).toMatchObject({ journeyId: 5, nodeId: 'n', hash: pin.hash, nodeType: 'forecast', items: 3 });
      const whole = await pluginRecordings.one(database.read, 1, pin.plugin, recorded!.id);
      const body = JSON.parse(whole!.body) as JsonObject;
      expect(body).toMatchObject({ format: 1, entry: 'execute', input: { node: 'forecast', nodeId: 'n', config: {}, items: [{ key: 0 }, { key: 1 }, { key: 2 }] }, faults: [{ key: 1 }] }); // prettier-ignore
      await host.costs.flush();
      const [cost] = await pluginCosts.ofJourney(database.read, { workspaceId: 1, journeyId: 5, fromDay: 0 }).then((all) => all.filter(({ plugin }) => plugin === pin.plugin)); // prettier-ignore
      expect(cost).toMatchObject({ nodeId: 'n', items: 3, batches: 1, calls: 0, errors: 1 });
      expect(cost!.cpuUs).toBeGreaterThan(0);
    });

    it('wait when the sandbox itself does not work, and the log says so, not for each batch', async () => {
      const warned: unknown[] = [];
      const broken = openPluginHost({
        config: { webhookPrivateAddresses: [], pluginDev: false },
        database,
        clock,
        vault: new Vault(Buffer.alloc(32, 1)),
        log: { warn: (fields) => void warned.push(fields) },
        renderer: () => Promise.reject(new Error('not here')),
        sandbox: () => ({ ...sandbox, runBatch: () => Promise.reject(new Error('no isolated-vm here')) }),
      });
      const pin = await use(deciding('function () { return null; }'));
      await broken.nodes.refresh();
      const batch = { workspaceId: 1, journeyId: 5, pin, type: `${pin.plugin}/forecast`, nodeId: 'n', config: {} };
      for (const runId of [1, 2])
        expect(await broken.nodes.execute({ ...batch, items: [itemOf(0, { runId })] })).toEqual([{ again: 5_000, why: expect.stringContaining('no isolated-vm') as string }]); // prettier-ignore
      expect(warned).toMatchObject([{ plugin: pin.plugin }]);
      await broken.stop();
    });

    it('cannot call out from within a step', async () => {
      const pin = await use(deciding("function (item, input, ask) { return ask('http', { method: 'GET', url: 'https://api.acme.test/v1/x' }).then(function () { return { item: item.key, do: 'to', outcome: 'sunny' }; }); }")); // prettier-ignore
      expect((await run(pin))[0]).toHaveProperty('fault');
    });

    it('get items in batches of their own size, and no contact twice where they say so', async () => {
      const pin = await use(deciding("function (item, input) { return { item: item.key, do: 'to', outcome: 'sunny', output: { n: input.items.length } }; }"), { node: { batch: { max: 3, groupBy: 'contact' } } }); // prettier-ignore
      const same = { contact: { id: 7, attributes: {}, tags: [] } };
      const verdicts = await run(pin, [itemOf(0, same), itemOf(1, same), itemOf(2), itemOf(3), itemOf(4)]);
      expect(verdicts.map((one) => 'decision' in one && [one.decision.item, 'output' in one.decision && one.decision.output?.['n']])).toEqual([[0, 3], [1, 2], [2, 3], [3, 3], [4, 2]]); // prettier-ignore
    });

    describe('are usable or not', () => {
      const state = async (pin: PluginPin, workspaceId = 1) => {
        await host.nodes.refresh();
        await host.nodes.load([pin]);
        return host.nodes.stateOf(workspaceId, pin);
      };
      const code = deciding("function (item) { return { item: item.key, do: 'to', outcome: 'sunny' }; }");

      it('by what the workspace has, and their stored manifest goes on telling what they are', async () => {
        const pin = await use(code);
        expect(await state(pin)).toBe('ok');
        expect(await state(pin, 2)).toBe('missing');
        const change = (to: 'active' | 'disabled' | 'removed') =>
          database.inTransaction(async (tx) => pluginInstalls.write(tx, { ...(await pluginInstalls.find(tx, 1, pin.plugin))!, state: to })); // prettier-ignore
        await change('disabled');
        expect(await state(pin)).toBe('disabled');
        await change('removed');
        expect(await state(pin)).toBe('missing');
        expect(host.nodes.nodeType(pin, `${pin.plugin}/forecast`)?.outcomes({}).map(({ id }) => id)).toEqual(['sunny', 'failed']); // prettier-ignore
        expect(host.nodes.nodeType(pin, `${pin.plugin}/forecast`)?.failureOutcome).toBe('failed');
        await change('active');
        expect(await state(pin)).toBe('ok');
        expect(await host.nodes.refresh(), 'nothing is new').toBe(false);
        expect(await state({ ...pin, hash: 'f'.repeat(64) })).toBe('missing');
        expect(await state({ ...pin, hash: `dev:${pin.plugin}` }), 'development is off').toBe('missing');
      });

      it('not when their bytes are others than those that were signed', async () => {
        const pin = await install(database, manifestOf({ id: `acme.p${++made}`, nodes: [node] }), code, { damaged: true }); // prettier-ignore
        expect(await state(pin)).toBe('corrupt');
        expect(host.nodes.nodeType(pin, `${pin.plugin}/forecast`)).toBeDefined();
        // Mended in the database, it goes on by itself.
        await database.inTransaction((tx) => tx.run('UPDATE plugin_bundle SET code = ? WHERE hash = ?', [code, pin.hash])); // prettier-ignore
        expect(await state(pin)).toBe('ok');
      });

      it('again once their bytes are mended, though nobody was parked for want of them', async () => {
        const pin = await install(database, manifestOf({ id: `acme.p${++made}`, nodes: [node] }), code, { damaged: true }); // prettier-ignore
        expect(await state(pin)).toBe('corrupt');
        await database.inTransaction((tx) => tx.run('UPDATE plugin_bundle SET code = ? WHERE hash = ?', [code, pin.hash])); // prettier-ignore
        expect(await resumeParked(database, host.nodes, { now: () => 1 })).toBe(0);
        expect(host.nodes.stateOf(1, pin)).toBe('ok');
      });

      it('not before the workspace consented to these very bytes', async () => {
        const pin = await use(code);
        const next = await install(database, manifestOf({ id: pin.plugin, version: '2.0.0', nodes: [node] }), code, { workspaceId: 3 }); // prettier-ignore
        expect(await state(next)).toBe('no-consent');
        expect(await state(next, 3)).toBe('ok');
      });
    });

    it('functions beside `execute` run under the same roof', async () => {
      const code = `${deciding("function () { return null; }").replace('var entries = {', "var entries = { migrate: function (i) { return { config: { city: i.config.town }, from: i.from }; }, options: function (i, ask) { return ask('http', { method: 'GET', url: 'https://internal.test/v1' }).then(function (a) { return { items: [], next: a.error }; }); },")}`; // prettier-ignore
      const pin = await use(code, { node: { hooks: ['migrate', 'options'] } });
      const ask = { workspaceId: 1, pin, node: 'forecast', input: { config: { town: 'x' }, from: 1, to: 2 } };
      expect(await host.runner.call({ ...ask, entry: 'migrate' })).toEqual({ value: { config: { city: 'x' }, from: 1 } }); // prettier-ignore
      expect(await host.runner.call({ ...ask, entry: 'options' })).toEqual({ value: { items: [], next: 'refused' } });
      expect(await host.runner.call({ ...ask, entry: 'validate' })).toMatchObject({ fault: expect.stringContaining('validate') as string }); // prettier-ignore
      expect(await host.runner.call({ ...ask, workspaceId: 2, entry: 'migrate' })).toMatchObject({ fault: expect.stringContaining('missing') as string }); // prettier-ignore
    });

    it('the clock of the spec moves, the one of the sandbox is the item’s', async () => {
      const pin = await use(deciding("function (item) { return { item: item.key, do: 'to', outcome: 'sunny', output: { now: Date.now() } }; }")); // prettier-ignore
      expect((await run(pin))[0]).toMatchObject({ decision: { output: { now: 5_000 } } });
      expect(systemClock.now()).toBeGreaterThan(5_000);
    });
  });
