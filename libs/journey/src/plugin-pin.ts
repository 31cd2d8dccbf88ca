/** The exact bytes of a plugin that a drawing was made with. `hash` names them, whatever the registry says today. */
export interface PluginPin {
  /** `acme.weather` */
  readonly plugin: string;
  readonly version: string;
  /** SHA-256, hex, of the package's list of files with their hashes; `dev:<plugin>` for what its author has under way. */
  readonly hash: string;
}

/** Plugins by node type: which bytes each third-party type of a drawing stands for. */
export type PluginPins = { readonly [nodeType: string]: PluginPin };

/** `publisher.name`, lower case. */
export const PLUGIN_ID = /^[a-z][a-z0-9-]{0,62}\.[a-z][a-z0-9-]{0,62}$/;
/** `publisher.name/type`; a type without a slash ships with the product. */
export const PLUGIN_TYPE = /^[a-z][a-z0-9-]{0,62}\.[a-z][a-z0-9-]{0,62}\/[a-z][a-z0-9-]{0,62}$/;

/** `acme.weather` of `acme.weather/forecast`; undefined for a type that ships with the product. */
export function pluginOfType(nodeType: string): string | undefined {
  return PLUGIN_TYPE.test(nodeType) ? nodeType.slice(0, nodeType.indexOf('/')) : undefined;
}

/** Whether a plugin can be used now, and if not, why: see `remedyFor` for what to do about it. */
export type PluginState = 'ok' | 'missing' | 'disabled' | 'revoked' | 'corrupt' | 'no-consent';
