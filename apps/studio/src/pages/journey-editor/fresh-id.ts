/** `wait-k3f9x2`: says what it is, and never comes back once a step is gone, so that versions can be told apart by it. */
export function freshId(kind: string): string {
  const random = crypto.getRandomValues(new Uint32Array(1))[0] ?? 0; // one was asked for
  const name = kind.replace(/[^A-Za-z0-9_-]/g, '-').slice(0, 40);
  return `${name}-${random.toString(36).padStart(7, '0')}`;
}
