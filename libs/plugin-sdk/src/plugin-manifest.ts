import type { LocalText } from '@sojourn/kernel';
import type { Capability, CredentialSpec } from './capability.js';
import type { NodeSpec } from './node-spec.js';

/** The major version of the contract that this package describes; `sdk` in a manifest is a range over `1.x`. */
export const SDK_VERSION = '1.0.0';

/**
 * `plugin.json`, version 1: all that palette, form, handles, consent and translations need, without running any code.
 * One plugin is one package; it brings one node type or several.
 */
export interface PluginManifest {
  readonly $schema?: string;
  /** `publisher.name`, lower case: `acme.weather`. `sojourn` is the publisher of what ships. */
  readonly id: string;
  /** Semantic version: `1.2.0`. */
  readonly version: string;
  /** Range of contract versions it was written for: `^1.0.0`. */
  readonly sdk: string;
  /** Range of product versions: `>=0.1.0`. */
  readonly product: string;
  readonly title: LocalText;
  readonly description: LocalText;
  readonly publisher?: { readonly name: string; readonly url?: string; readonly support?: string };
  /** Paths of SVG files inside the package, at most 16 KiB each. */
  readonly icons?: { readonly light: string; readonly dark: string };
  /** The bundle inside the package: `dist/plugin.js`. Absent when every node is declarative. */
  readonly main?: string;
  /** Languages that every text has. Both are required to publish. */
  readonly locales: readonly ('en' | 'zh-CN')[];
  /** Words for `ctx.t(key, params)`. */
  readonly texts?: { readonly [key: string]: LocalText };
  readonly capabilities?: readonly Capability[];
  readonly credentials?: readonly CredentialSpec[];
  readonly nodes: readonly NodeSpec[];
}
