import { isIntact, narrowed } from '@sojourn/packaging';
import { UserError } from '@sojourn/kernel';
import type { Capability, PluginManifest } from '@sojourn/plugin-sdk';
import {
  pluginBundles,
  pluginPackages,
  pluginRevocations,
  revocationOf,
  type PluginPackageRow,
  type Tx,
} from '@sojourn/storage';
import type { Judgement, PackageService } from './package.service.js';
import { notStaged, tooMuch, unacknowledged } from './refusals.js';

/** A package that the workspace has looked at, in order, judged by what holds now. */
export interface Staged {
  readonly own: PluginPackageRow;
  readonly manifest: PluginManifest;
  readonly judgement: Judgement;
}

/** Finds it. Throws `plugin.not-staged`, `plugin.corrupt`, `plugin.revoked`, and what `judge` throws. */
export async function findStaged(
  tx: Tx,
  packages: Pick<PackageService, 'judge'>,
  workspaceId: number,
  hash: string,
): Promise<Staged> {
  const own = await pluginPackages.find(tx, workspaceId, hash);
  const bundle = own && own.origin !== 'dev' ? await pluginBundles.find(tx, hash) : undefined;
  if (!own || !bundle) throw notStaged(hash);
  if (!isIntact(bundle))
    throw new UserError(`The stored bytes of ${own.plugin} ${own.version} are damaged. Upload the same package again, or look it up again in the registry: that puts them right.`, { code: 'plugin.corrupt', status: 409, details: { plugin: own.plugin, hash } }); // prettier-ignore
  const revoked = revocationOf(await pluginRevocations.list(tx), bundle);
  if (revoked)
    throw new UserError(`${own.plugin} ${own.version} was revoked: ${(JSON.parse(revoked.reason) as { en: string }).en}`, { code: 'plugin.revoked', status: 409, details: { plugin: own.plugin, version: own.version, reason: JSON.parse(revoked.reason) } }); // prettier-ignore
  const manifest = JSON.parse(bundle.manifest) as PluginManifest;
  return { own, manifest, judgement: await packages.judge(tx, own, manifest) };
}

/** What is granted of what it asks for. Throws `plugin.too-much`. */
export function within({ own, manifest }: Staged, wanted: readonly Capability[]): readonly Capability[] {
  const result = narrowed(manifest.capabilities ?? [], wanted);
  if ('tooMuch' in result) throw tooMuch(own.plugin, result.tooMuch);
  return result.granted;
}

/** Throws `plugin.unacknowledged` while there are warnings that nobody has read. */
export function refuseUnread({ judgement: { warnings } }: Staged, acknowledged: readonly string[] = []): void {
  const left = warnings.filter(({ code }) => !acknowledged.includes(code));
  if (left.length > 0) throw unacknowledged(left);
}
