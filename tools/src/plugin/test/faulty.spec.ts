import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createSandbox } from '@sojourn/sandbox';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { scaffold } from '../../../create-sojourn-plugin/scaffold.mjs';
import { readProject } from '../project.js';
import { testPlugin } from './run-checks.js';

let home: string;
let made = 0;
const sandbox = createSandbox({ processes: 1 });
beforeAll(async () => void (home = await mkdtemp(path.join(tmpdir(), 'sojourn-faulty-'))));
afterAll(async () => {
  await sandbox.close();
  await rm(home, { recursive: true, force: true });
});

type Edit = readonly [file: string, from: string | RegExp, to: string];

/** What fails of a fresh plugin after some edits, by check, with its problems. */
async function failing(kind: string, ...edits: readonly Edit[]): Promise<Record<string, string>> {
  made += 1;
  const { folder } = scaffold({ folder: path.join(home, `p${made}`), kind, id: `acme.p${made}` });
  for (const [name, from, to] of edits) {
    const file = path.join(folder, name);
    const text = await readFile(file, 'utf8');
    const edited = text.replace(from, to);
    expect(edited, `${name}: the edit fits nothing`).not.toBe(text);
    await writeFile(file, edited);
  }
  const { checks } = await testPlugin(await readProject(folder), sandbox);
  const failed = checks.filter(({ status }) => status === 'failed');
  return Object.fromEntries(failed.map(({ check, problems }) => [check, problems.join('\n')]));
}

const TIER = 'src/tier.ts';
const TICKET = 'src/ticket.ts';
const PLUGIN = 'plugin.json';

describe('plugin test catches', { timeout: 120_000 }, () => {
  it('a wrong decision', async () => {
    const found = await failing('transform', [TIER, "'silver'", "'argent'"]);
    expect(found['fixtures']).toMatch(/silver to the point, node tier: \/output\/tier is "argent", expected "silver"/);
  });

  it('an outcome and a reason that nobody declared', async () => {
    expect((await failing('transform', [TIER, "to(item, 'done'", "to(item, 'ready'"]))['fixtures']).toMatch(/"ready"/);
    expect((await failing('transform', [TIER, "code: 'tier'", "code: 'tear'"]))['fixtures']).toMatch(/"tear"/);
    const hole = await failing('transform', [TIER, 'params: { points, tier: name }', 'params: { points }']);
    expect(hole['fixtures']).toMatch(/the hole \{tier\}/);
  });

  it('contacts without an answer, and with two', async () => {
    expect((await failing('exit', ['src/goal.ts', 'items.map((item)', 'items.slice(1).map((item)']))['fixtures']).toMatch(/unanswered/); // prettier-ignore
    const twice = await failing('exit', ['src/goal.ts', 'items.map((item)', '[...items, ...items].map((item)']);
    expect(twice['fixtures']).toMatch(/twice/);
  });

  it('a node that writes what it does not declare', async () => {
    const found = await failing('transform', [TIER, '{ set: { tier: name } }', '{ set: { tier: name, vip: true } }']);
    expect(found['fixtures']).toMatch(/attributes\.vip/);
  });

  it('decisions that depend on the company and on the order', async () => {
    const company = await failing('transform', [TIER, 'output: { tier: name }', 'output: { tier: name, of: items.length }']); // prettier-ignore
    expect(Object.keys(company)).toEqual(['batch split']);
    const order = await failing('transform', [TIER, 'items.map((item)', 'items.map((item, place)'], [TIER, 'output: { tier: name }', 'output: { tier: name, place }']); // prettier-ignore
    expect(Object.keys(order)).toEqual(expect.arrayContaining(['batch split', 'order']));
  });

  it('a module that remembers', async () => {
    const found = await failing('transform', [TIER, 'export const tier', 'let batches = 0;\nexport const tier'], [TIER, /execute: \(_ctx, \{ config, items \}\) =>\n\s*items\.map/, 'execute: (_ctx, { config, items }) =>\n    (batches += 1, items).map'], [TIER, 'output: { tier: name }', 'output: { tier: name, batches }']); // prettier-ignore
    expect(found['no state']).toMatch(/after other batches in one process/);
  });

  it('a crash when another system has a bad day', async () => {
    const found = await failing('action', ['src/calls.ts', /const body = .*\n.*\n/, "const value = (answer as unknown as { body: { [name: string]: unknown } }).body[name];\n"]); // prettier-ignore
    expect(found['chaos']).toMatch(/204 without a body/);
  });

  it('patience without end', async () => {
    const found = await failing('action', ['src/calls.ts', 'LATER[attempt - 1]', 'LATER[0]']);
    expect(found['chaos']).toMatch(/still tries again after 20 attempts/);
  });

  it('ways out and errors that nobody reaches', async () => {
    const way = await failing('transform', [PLUGIN, '"outcomes": [', '"outcomes": [{ "id": "bronze", "label": { "en": "Bronze", "zh-CN": "铜" } },']); // prettier-ignore
    expect(way['outcomes']).toMatch(/no contact leaves by "bronze"/);
    const error = await failing('transform', [PLUGIN, '"reasons": {', '"errors": ["lost"], "reasons": { "lost": { "en": "Lost", "zh-CN": "丢失" },']); // prettier-ignore
    expect(error['errors']).toMatch(/no contact meets the error "lost"/);
  });

  it('calls that nobody declared, and declarations that nobody needs', async () => {
    const host = await failing('action', [TICKET, 'https://api.example.com/v1/tickets', 'https://evil.example.com/v1/tickets']); // prettier-ignore
    expect(host['capabilities']).toMatch(/undeclared: .*evil\.example\.com/);
    const store = await failing('action', [TICKET, 'const reachable', "await ctx.kv.add({ scope: 'workspace' }, 'n', 1).catch(() => 0);\n    const reachable"]); // prettier-ignore
    expect(store['capabilities']).toMatch(/undeclared: .*"kv"/);
    const needless = await failing('transform', [PLUGIN, '"uses": []', '"uses": ["events.emit"]'], [PLUGIN, '"capabilities": [', '"capabilities": [{ "kind": "events.emit", "names": ["X"], "reason": { "en": "x", "zh-CN": "x" } },']); // prettier-ignore
    expect(needless['capabilities']).toMatch(/unused: tier declares "events.emit"/);
    const credential = await failing('action', [TICKET, "credential: 'account'", "credential: 'other'"]);
    expect(credential['capabilities']).toMatch(/"other" is not declared/);
  });

  it('too much processor time and too many calls', async () => {
    const time = await failing('transform', [TIER, "const name =", "for (let i = 0, x = 0; i < 1e5; i++) x += Math.sin(i);\n      const name ="], [PLUGIN, '"uses": []', '"budgets": { "cpuMs": 100 }, "uses": []']); // prettier-ignore
    expect(time['budgets'] ?? time['fixtures']).toMatch(/timeout|processor time/);
    const calls = await failing('action', [TICKET, 'reachable.map((item) => ({', '[...reachable, ...reachable].map((item) => ({']); // prettier-ignore
    expect(calls['budgets']).toMatch(/2 calls for one contact, the budget is 1/);
  });

  it('migrations that are missing, wrong or not what the schema takes', async () => {
    const wrong = await failing('transform', [TIER, 'silver * 5', 'silver * 4']);
    expect(wrong['migrations']).toMatch(/it became .*"gold":200/);
    const missing = await failing('transform', [PLUGIN, '"typeVersion": 2', '"typeVersion": 3']);
    expect(missing['migrations']).toMatch(/no pair for version 2 to 3/);
    const misfit = await failing('transform', [TIER, 'gold: silver * 5', "gold: 'much'"]);
    expect(misfit['migrations']).toMatch(/\/gold of the new config/);
    const restless = await failing('transform', [TIER, 'if (from !== 1) return { config };', '']);
    expect(restless['migrations']).toBeUndefined(); // gold follows from silver, so doing it again changes nothing
  });

  it('a text in one language', async () => {
    const found = await failing('transform', [PLUGIN, '"zh-CN": "设置等级"', '"de": "Stufe"']);
    expect(found['locales']).toMatch(/zh-CN/);
  });

  it('a company that only a large batch has, a clock and dice', async () => {
    const found = await failing(
      'transform',
      [TIER, 'output: { tier: name }', 'output: { tier: name, at: new Date().getTime(), chance: Math.random() > 0.5, many: items.length > 50 }'], // prettier-ignore
    );
    expect(found['batch split']).toMatch(/in a batch of 200/);
    expect(found['determinism']).toMatch(/another clock on the wall \(now is item\.at\)/);
    expect(found['determinism']).toMatch(/other dice \(chance is item\.sticky or ctx\.random\)/);
  });

  it('fields looked at undeclared, and declared for nothing', async () => {
    const found = await failing(
      'transform',
      [TIER, 'const name =', "ctx.log(item.contact.email, item.contact.attributes['vip'], item.history('Order').length, item.timeZone, ctx.t('nowhere'));\n      const name ="], // prettier-ignore
      [TIER, 'execute: (_ctx,', 'execute: (ctx,'],
      [PLUGIN, '"reads": ["attributes.tier"]', '"reads": ["attributes.tier", "phone"]'],
      [PLUGIN, /"writes": \[/, '"writes": ["tags.vip", '],
    );
    for (const field of ['email', 'attributes.vip', 'events.Order', 'timeZone'])
      expect(found['capabilities']).toContain(`undeclared: the code of tier looks at ${field}, which never crosses`);
    expect(found['capabilities']).toMatch(/unused: tier declares that it reads phone/);
    expect(found['capabilities']).toMatch(/unused: tier declares that it writes tags\.vip/);
    expect(found['locales']).toMatch(/ctx\.t\("nowhere"\) has no words/);
  });

  it('success by a call that failed, and failure by somebody else’s', async () => {
    const lie = await failing('action', ['src/calls.ts', 'answer.status < 300', 'answer.status < 300 || answer.status === 500']); // prettier-ignore
    expect(lie['chaos']).toMatch(/with 500: every call for it failed, and it leaves by "opened", which says success/);
    const kin = await failing('action', [TICKET, 'const answer = answers[index];', "const answer = answers.find((one) => 'status' in one && one.status === 503 && one.body === '') ?? answers[index];"]); // prettier-ignore
    expect(kin['chaos']).toMatch(/its own calls went well, and it fares otherwise/);
  });

  it('a migration that keeps, looks at a clock, or goes too far', async () => {
    const keeps = await failing('transform', [TIER, 'if (from !== 1) return { config };', 'if (from !== 1) return { config };\n    if (++asked > 1) config = { silver: asked };'], [TIER, 'export const tier', 'let asked = 0;\nexport const tier']); // prettier-ignore
    expect(keeps['migrations']).toMatch(/migrate of tier is not pure: it answers otherwise the second time/);
    const far = await failing('transform', ['tests/migrations/tier-1-to-2.json', '"to": 2', '"to": 3']);
    expect(far['migrations']).toMatch(/goes from version 1 to 3; a pair is one step, to 2 at most/);
  });

  it('words in the other language, and names of files with a slip in them', async () => {
    const words = await failing('transform', [PLUGIN, /"zh-CN": "[^"{}]+"/, '"zh-CN": "Sorts people by their points"']);
    expect(words['locales']).toMatch(/is not Chinese; translate it/);
    await expect(failing('transform', ['tests/fixtures/tier.json', '"contact"', '"contcat"'])).rejects.toThrow(
      /tests\/fixtures\/tier\.json: \/items\/\d+\/contcat is not known/,
    );
  });

  it('a node that hangs, without hanging itself', async () => {
    const found = await failing('exit', ['src/goal.ts', 'items.map((item)', 'items.map((item) => { for (;;); })\n    && items.map((item)'], [PLUGIN, '"uses":', '"budgets": { "cpuMs": 50 }, "uses":']); // prettier-ignore
    expect(found['fixtures']).toMatch(/timeout/);
  });
});
