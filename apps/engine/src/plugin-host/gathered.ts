import type { GuestHost, HostCall, HostReply } from '@sojourn/execution';
import type { JsonObject } from '@sojourn/kernel';
import type { GuestHostCall } from '@sojourn/plugin-sdk/guest';

interface Waiting {
  readonly call: HostCall;
  resolve(reply: string): void;
}

/** A host as code in this process calls it, one by one: what is called in one turn is carried out together, as in the sandbox. */
export function gathered(
  host: GuestHost | undefined,
  heard: (call: HostCall, reply: HostReply) => void,
): GuestHostCall {
  let waiting: Waiting[] = [];
  const carry = async (): Promise<void> => {
    const turn = waiting;
    waiting = [];
    const calls = turn.map(({ call }) => call);
    const replies = host ? await host(calls) : calls.map(() => REFUSED);
    turn.forEach(({ call, resolve }, i) => {
      const reply = replies[i] ?? REFUSED;
      heard(call, reply);
      resolve(JSON.stringify(reply));
    });
  };
  return (op, args) =>
    new Promise((resolve, reject) => {
      waiting.push({ call: { op, args: JSON.parse(args) as JsonObject }, resolve });
      if (waiting.length === 1) setImmediate(() => void carry().catch(reject));
    });
}

const REFUSED: HostReply = { error: { code: 'refused', message: 'Nothing is called outside here.' } };
