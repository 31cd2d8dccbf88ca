import type { GuestHost, HostCall, HostReply } from '@sojourn/execution';
import type { Json } from '@sojourn/kernel';

/** What every HTTP call of a trial is answered. */
export interface Pretended {
  readonly status: number;
  readonly body: Json;
}

/** A host from which nothing leaves: calls are answered with a made-up answer, what is kept is kept for this trial alone. */
export function pretendHost({ status, body }: Pretended): GuestHost {
  const kept = new Map<string, Json>();
  const reply = ({ op, args }: HostCall): HostReply => {
    const place = (name: string): string => JSON.stringify([args['scope'] ?? null, args['item'] ?? null, name]);
    const names = (value: Json | undefined): string[] => (Array.isArray(value) ? value.map(String) : []);
    switch (op) {
      case 'http':
        return { ok: { status, headers: { 'content-type': 'application/json' }, body } };
      case 'kv.get': {
        const found = names(args['names']).flatMap((name) => (kept.has(place(name)) ? [[name, kept.get(place(name))!]] : [])); // prettier-ignore
        return { ok: Object.fromEntries(found) as Json };
      }
      case 'kv.set':
        for (const [name, value] of Object.entries(args['entries'] ?? {})) kept.set(place(name), value as Json);
        for (const name of names(args['remove'])) kept.delete(place(name));
        return { ok: null };
      case 'kv.add': {
        const name = String(args['name']);
        const sum = Number(kept.get(place(name)) ?? 0) + Number(args['by']);
        kept.set(place(name), sum);
        return { ok: sum };
      }
      default:
        return { error: { code: 'unknown', message: `The host has no "${op}".` } };
    }
  };
  return (calls) => Promise.resolve(calls.map(reply));
}
