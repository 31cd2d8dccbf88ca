import { fileHash, pinHash } from '@sojourn/packaging';
import type { Capability, PluginManifest } from '@sojourn/plugin-sdk';
import type { PluginPin } from '@sojourn/execution';
import { pluginBundles, pluginGrants, pluginInstalls, type Database, type PluginInstallRow } from '@sojourn/storage';

/** Installs a plugin as the API does, without a registry. */
export async function install(
  database: Database,
  manifest: PluginManifest,
  code: string | null,
  more: {
    readonly workspaceId?: number;
    readonly granted?: readonly Capability[];
    readonly state?: PluginInstallRow['state'];
    readonly damaged?: boolean;
  } = {},
): Promise<PluginPin> {
  const { workspaceId = 1, granted = manifest.capabilities ?? [], state = 'active', damaged = false } = more;
  const text = JSON.stringify(manifest);
  const files = { 'plugin.json': fileHash(text), ...(code === null ? {} : { 'dist/plugin.js': fileHash(code) }) };
  const hash = pinHash(files);
  const { id: plugin, version } = manifest;
  await database.inTransaction(async (tx) => {
    await pluginBundles.keep(tx, { hash, plugin, version, manifest: text, code: damaged ? `${code}//` : code, files: JSON.stringify(files), icons: null, createdAt: 1 }); // prettier-ignore
    await pluginGrants.add(tx, { workspaceId, plugin, hash, capabilities: JSON.stringify(granted), at: 1, grantedBy: null }); // prettier-ignore
    await pluginInstalls.write(tx, { workspaceId, plugin, state, hash, pendingHash: null, devHash: null, installedAt: 1, installedBy: null, updatedAt: 1 }); // prettier-ignore
  });
  return { plugin, version, hash };
}

/** Code of a plugin as `sojourn plugin build` leaves it: `functions` is the inside of an object of entries. */
export const codeOf = (functions: string): string => `
var sojournPlugin = (function () {
  var ask = function (host, op, args) { return host(op, JSON.stringify(args)).then(function (text) {
    var reply = JSON.parse(text);
    if (reply.error) throw new Error(reply.error.code + ': ' + reply.error.message);
    return reply.ok;
  }); };
  var entries = { ${functions} };
  return { call: function (entry, input, host) {
    return Promise.resolve(entries[entry](JSON.parse(input), function (op, args) { return ask(host, op, args); }, host.log)).then(function (v) { return JSON.stringify(v === undefined ? null : v); });
  } };
})();`;

/** `execute` that answers each item by `decide(item, input)`. */
export const deciding = (decide: string): string =>
  codeOf(`execute: function (input, ask, log) {
    var decide = ${decide};
    return Promise.all(input.items.map(function (item) { return decide(item, input, ask, log); })).then(function (decisions) { return { decisions: decisions }; });
  }`);
