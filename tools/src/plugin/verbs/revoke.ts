import { readFile, writeFile } from 'node:fs/promises';
import { systemClock, UserError } from '@sojourn/kernel';
import { readFeed, signFeed, type RevocationEntry, type RevocationFeed } from '@sojourn/packaging';
import type { Command } from '../../cli/command.js';
import { readCall, say } from '../call.js';
import { readKey } from '../package/key-file.js';
import { CALL } from '../place.js';

export const revokeVerb: Command = {
  name: 'revoke',
  summary: 'sign the list of plugins that must not run any more',
  help: `Usage: ${CALL} revoke FEED --key FILE [ID --reason TEXT --reason-zh TEXT [--versions LIST | --hash HASH]]
                                                [--drop ID] [--json]

  FEED               the file of the feed; made when there is none
  --key FILE         a key of "plugin keygen"; its public half is SOJOURN_REVOCATION_KEY of the engines
  ID                 the plugin, such as acme.weather
  --versions LIST    exact versions, with commas between them (default: all)
  --hash HASH        or exactly these bytes
  --reason TEXT      what people are told in English, and with --reason-zh in Chinese
  --drop ID          take everything about a plugin off the list: it may run again

Engines look at the feed every hour (SOJOURN_REVOCATION_FEED). Its number rises with every change, and they refuse an older
one. Without ID and --drop the list is signed again as it is.`,

  run: async (args) => {
    const text = { type: 'string' } as const;
    const options = { key: text, versions: text, hash: text, reason: text, 'reason-zh': text, drop: text, json: { type: 'boolean' } } as const; // prettier-ignore
    const { named, values } = readCall('revoke', args, options, { least: 1, most: 2, what: 'the feed and at most one plugin' }); // prettier-ignore
    const [file = '', plugin] = named;
    if (values.key === undefined) throw badCall('--key FILE');
    const key = await readKey(values.key);
    const before = await lastFeed(file, key.publicKey);
    const now = systemClock.now();
    const entries = (before?.entries ?? []).filter((entry) => entry.plugin !== values.drop);
    if (values.drop !== undefined && entries.length === (before?.entries.length ?? 0)) throw badCall(`a plugin that is on the list; "${values.drop}" is not`); // prettier-ignore
    if (plugin !== undefined) entries.push(entryOf(plugin, values, now));
    const feed = signFeed({ seq: (before?.seq ?? 0) + 1, issuedAt: now, entries }, key.privateKey);
    await writeFile(file, `${JSON.stringify(feed, null, 2)}\n`);
    say(values.json, feed, () => [
      `${file}: number ${feed.seq}, ${entries.length} entries`,
      `SOJOURN_REVOCATION_KEY=${key.publicKey}`,
    ]);
  },
};

/** Undefined where there is none yet. Throws when it is signed by another key: its number would begin anew. */
async function lastFeed(file: string, publicKey: string): Promise<RevocationFeed | undefined> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ENOENT') return undefined;
    throw error;
  }
  return readFeed(text, publicKey);
}

const VERSION = /^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/;
const PLUGIN = /^[a-z][a-z0-9-]{0,38}\.[a-z][a-z0-9-]{0,62}$/;

function entryOf(
  plugin: string,
  { versions, hash, reason, 'reason-zh': chinese }: { readonly versions?: string; readonly hash?: string; readonly reason?: string; readonly 'reason-zh'?: string }, // prettier-ignore
  at: number,
): RevocationEntry {
  if (reason === undefined || chinese === undefined) throw badCall('--reason and --reason-zh');
  if (!PLUGIN.test(plugin)) throw badCall(`a plugin as publisher.name, not "${plugin}"`);
  if (versions !== undefined && hash !== undefined) throw badCall('--versions or --hash, not both');
  const strange = versions?.split(',').find((one) => one.trim() !== '*' && !VERSION.test(one.trim()));
  if (strange !== undefined) throw badCall(`exact versions such as 1.2.0, not "${strange}"`);
  if (hash !== undefined && !/^[0-9a-f]{64}$/.test(hash)) throw badCall('the hash that "plugin verify" prints: 64 digits and letters a to f'); // prettier-ignore
  const target = hash === undefined ? { versions: (versions ?? '*').split(',').map((one) => one.trim()) } : { hash };
  return { plugin, ...target, reason: { en: reason, 'zh-CN': chinese }, at };
}

function badCall(what: string): UserError {
  return new UserError(`Name ${what}. See ${CALL} revoke --help.`, { code: 'cli.bad-call' });
}
