import { big, long, nullable, primary, table, text } from '../database/columns.js';

/** The bytes of one plugin version, named by what is in them; shared by all workspaces and never changed. */
export interface PluginBundleRow {
  /** SHA-256, hex, of the canonical JSON of `files`: what a drawing is pinned to. */
  hash: string;
  /** `acme.weather` */
  plugin: string;
  version: string;
  /** `plugin.json` as it lay in the package. */
  manifest: string;
  /** The bundle that `main` of the manifest names; null when every node is declarative. */
  code: string | null;
  /** JSON `{ path: "sha256-<base64>" }` of every file but the signature. */
  files: string;
  /** JSON `{ path: svg }`. */
  icons: string | null;
  createdAt: number;
}
export const PluginBundle = table<PluginBundleRow>(
  'plugin_bundle',
  {
    hash: primary(text(64)),
    plugin: text(129),
    version: text(64),
    manifest: long(),
    code: nullable(long()),
    files: long(),
    icons: nullable(long()),
    createdAt: big(),
  },
  { ix_plugin_bundle_plugin: ['plugin', 'version'] },
);

/** How a workspace came by a bundle: in which package, signed by whom. Not shared: others may have been handed another signature. */
export interface PluginPackageRow {
  workspaceId: number;
  hash: string;
  plugin: string;
  version: string;
  origin: 'registry' | 'upload' | 'dev';
  /** Its name on npm: `@acme/plugin-weather`. */
  npmName: string;
  /** `sha512-...` of the package's bytes, as they came. */
  integrity: string | null;
  /** Key that signed it; null for `dev`, which nobody signs. */
  keyId: string | null;
  /** `sojourn.signature.json` as it lay in the package. */
  signature: string | null;
  /** Why its publisher advises against it, as the registry said then. */
  deprecated: string | null;
  /** When it was last looked at here. */
  at: number;
}
export const PluginPackage = table<PluginPackageRow>(
  'plugin_package',
  {
    workspaceId: primary(big()),
    hash: primary(text(64)),
    plugin: text(129),
    version: text(64),
    origin: text(16),
    npmName: text(214),
    integrity: nullable(text()),
    keyId: nullable(text(16)),
    signature: nullable(long()),
    deprecated: nullable(long()),
    at: big(),
  },
  { ix_plugin_package_plugin: ['plugin', 'version'] },
);

/** A plugin in a workspace. An uninstalled one keeps its row, so that workers hear of it. */
export interface PluginInstallRow {
  workspaceId: number;
  plugin: string;
  state: 'active' | 'disabled' | 'removed';
  /** What new nodes are pinned to; null while there is only a bundle under development. */
  hash: string | null;
  /** An upgrade that asks for more, until somebody consents. */
  pendingHash: string | null;
  /** What the pin `dev:<plugin>` means here now. */
  devHash: string | null;
  installedAt: number;
  installedBy: number | null;
  updatedAt: number;
  /** Rises over all plugins with every change of install, grant or revocation: workers ask for what is newer. */
  revision: number;
}
export const PluginInstall = table<PluginInstallRow>(
  'plugin_install',
  {
    workspaceId: primary(big()),
    plugin: primary(text(129)),
    state: text(16),
    hash: nullable(text(64)),
    pendingHash: nullable(text(64)),
    devHash: nullable(text(64)),
    installedAt: big(),
    installedBy: nullable(big()),
    updatedAt: big(),
    revision: big(),
  },
  { ix_plugin_install_revision: ['revision'] },
);

/** What a workspace lets one version of a plugin do. Only added to; the newest of a version holds. */
export interface PluginGrantRow {
  id: number;
  workspaceId: number;
  plugin: string;
  hash: string;
  /** JSON: a list of the manifest's capabilities, each perhaps narrowed. */
  capabilities: string;
  at: number;
  grantedBy: number | null;
}
export const PluginGrant = table<PluginGrantRow>(
  'plugin_grant',
  {
    id: primary(big()),
    workspaceId: big(),
    plugin: text(129),
    hash: text(64),
    capabilities: long(),
    at: big(),
    grantedBy: nullable(big()),
  },
  { ix_plugin_grant_plugin: ['workspaceId', 'plugin', 'id'], ix_plugin_grant_hash: ['hash'] },
);

/** Keys that a workspace takes packages of a publisher from. */
export interface PluginPublisherRow {
  workspaceId: number;
  /** `acme` */
  publisher: string;
  keyId: string;
  /** SPKI DER, base64. */
  publicKey: string;
  /** Trusted by a person, or handed over by the key before. */
  how: 'trusted' | 'rotated';
  pinnedAt: number;
  pinnedBy: number | null;
  /** Since then nothing signed with it is taken. */
  retiredAt: number | null;
}
export const PluginPublisher = table<PluginPublisherRow>('plugin_publisher', {
  workspaceId: primary(big()),
  publisher: primary(text(64)),
  keyId: primary(text(16)),
  publicKey: text(),
  how: text(16),
  pinnedAt: big(),
  pinnedBy: nullable(big()),
  retiredAt: nullable(big()),
});

/** Bytes that a workspace was offered and does not want; until somebody asks for them again. */
export interface PluginRefusalRow {
  workspaceId: number;
  plugin: string;
  hash: string;
  version: string;
  at: number;
  refusedBy: number | null;
}
export const PluginRefusal = table<PluginRefusalRow>('plugin_refusal', {
  workspaceId: primary(big()),
  plugin: primary(text(129)),
  hash: primary(text(64)),
  version: text(64),
  at: big(),
  refusedBy: nullable(big()),
});

/** One entry of the last revocation feed. It holds for every workspace. */
export interface PluginRevocationRow {
  plugin: string;
  /** A version, a hash, or `*`. */
  target: string;
  /** JSON: words in both languages. */
  reason: string;
  at: number;
  /** Of the feed that brought it. */
  seq: number;
}
export const PluginRevocation = table<PluginRevocationRow>('plugin_revocation', {
  plugin: primary(text(129)),
  target: primary(text(64)),
  reason: long(),
  at: big(),
  seq: big(),
});

/** The one row (id 1) that says how far the revocation feed was read. */
export interface PluginFeedRow {
  id: number;
  seq: number;
  issuedAt: number;
  checkedAt: number;
  /** Why the last look at it failed. */
  error: string | null;
}
export const PluginFeed = table<PluginFeedRow>('plugin_feed', {
  id: primary(big()),
  seq: big(),
  issuedAt: big(),
  checkedAt: big(),
  error: nullable(text()),
});
