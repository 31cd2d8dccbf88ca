import * as abSplit from '@sojourn/plugin-ab-split';
import * as code from '@sojourn/plugin-code';
import * as coupon from '@sojourn/plugin-coupon';
import * as exit from '@sojourn/plugin-exit';
import * as message from '@sojourn/plugin-message';
import * as nftReward from '@sojourn/plugin-nft-reward';
import * as segment from '@sojourn/plugin-segment';
import * as updateContact from '@sojourn/plugin-update-contact';
import * as wait from '@sojourn/plugin-wait';
import * as webhook from '@sojourn/plugin-webhook';
import { catalogueOf, type Manifest, type PluginManifest } from '@sojourn/plugin-sdk';
import type { NodeProgram } from '@sojourn/plugin-sdk/engine';
import type { InstalledPlugins } from '../ports.js';

/** Each plugin package exports its manifest and its node; the palette lists them in this order. */
const INSTALLED: readonly { readonly plugin: PluginManifest; readonly manifest: Manifest; readonly node: unknown }[] = [
  wait,
  exit,
  segment,
  abSplit,
  message,
  coupon,
  nftReward,
  updateContact,
  webhook,
  code,
];

export const plugins: InstalledPlugins = {
  plugins: INSTALLED.map(({ plugin }) => plugin),
  manifests: INSTALLED.map(({ manifest }) => manifest),
  catalogue: catalogueOf(INSTALLED.map(({ manifest }) => manifest)),
};

/** Node programs by type, for the engine. */
export const programs: ReadonlyMap<string, NodeProgram<never>> = new Map(
  INSTALLED.map(({ manifest, node }) => [manifest.name, node as NodeProgram<never>]),
);
