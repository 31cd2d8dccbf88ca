export interface ThrownCode {
  readonly code: string;
  /** `libs/storage/src/x.ts:12` */
  readonly place: string;
  readonly kind: 'User' | 'Operational' | 'Unexpected' | '';
  readonly message: string;
}
export function thrownCodes(folders?: readonly string[]): ThrownCode[];
export function documentedCodes(): Set<string>;
export function undocumentedCodes(): ThrownCode[];
