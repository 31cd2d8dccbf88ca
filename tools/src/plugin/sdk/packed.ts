/** An npm package, ready to be published. */
export interface Packed {
  readonly name: string;
  readonly version: string;
  /** The `.tgz`. */
  readonly bytes: Buffer;
}
