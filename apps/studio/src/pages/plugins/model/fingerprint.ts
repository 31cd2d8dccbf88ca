/** A key's id in groups of four, as it is read out on a telephone: `3f2a 9c01 …`. */
export function fingerprint(id: string): string {
  return (id.match(/.{1,4}/g) ?? []).join(' ');
}
