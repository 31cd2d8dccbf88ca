type Packages = Readonly<
  Record<string, { readonly version?: string; readonly optional?: boolean; readonly link?: boolean } | undefined>
>;
export function isInstalled(): boolean;
export function covers(present: Packages, wanted: Packages): boolean;
export function install(options?: { readonly quiet?: boolean }): Promise<void>;
