/**
 * The journeys that everyone of the suite walks through. The auditor knows them by their names, node ids and events, and nothing else
 * of the engine.
 */
export interface Drawing {
  readonly name: string;
  readonly document: object;
}

interface Step {
  readonly id: string;
  readonly type: string;
  readonly config: object;
}
type Way = readonly [node: string, outcome: string, to: string];

/** Seconds that the waits of the drawings last; the auditor asks that no event was missed that came well before. */
export const WAITS = { pay: 6, reply: 12, ping: 3 } as const;

const RETRIES = 10;

/** `hook` is the address of the provider, `tenant` is written into everything that leaves the house. */
export function drawings(hook: string, tenant: string): readonly Drawing[] {
  const call = (id: string, about: string): Step => ({
    id,
    type: 'webhook',
    config: {
      url: hook,
      method: 'POST',
      timeoutSeconds: 1,
      retries: RETRIES,
      fields: [
        { name: 'tenant', value: tenant },
        { name: 'step', value: id },
        { name: 'user', value: '{{ contact.externalId }}' },
        { name: 'about', value: about },
      ],
    },
  });
  const seconds = (amount: number): object => ({ amount, unit: 'seconds' });
  const waitFor = (id: string, event: string, timeout: number, filter?: object): Step => ({
    id,
    type: 'wait',
    config: { mode: 'event', branches: [{ id: 'came', label: 'came', event, ...(filter ? { filter } : {}) }], timeout: seconds(timeout) }, // prettier-ignore
  });
  const message = (id: string): Step => ({ id, type: 'message', config: { channel: 'inbox', subject: id, body: `${tenant}:${id}`, format: 'text' } }); // prettier-ignore
  const mail = (id: string, about: string): Step => ({
    id,
    type: 'message',
    config: { channel: 'mail', subject: `${tenant} ${id} {{ contact.externalId }} ${about}`, body: id, format: 'text' },
  });
  const tag = (id: string, name: string): Step => ({ id, type: 'update-contact', config: { addTags: [name] } });
  const exit: Step = { id: 'end', type: 'exit', config: {} };

  return [
    drawing('orders', { event: 'order', keyBy: 'orderId' }, 'always', [
      { id: 'split', type: 'ab-split', config: { arms: [{ id: 'a', label: 'a', weight: 3 }, { id: 'b', label: 'b', weight: 1 }] } }, // prettier-ignore
      { id: 'gift', type: 'coupon', config: { pool: `gifts-${tenant}` } },
      call('bought', '{{ event.properties.orderId }}'),
      waitFor('pay', 'pay', WAITS.pay),
      tag('paid', 'paid'),
      call('shipped', '{{ event.properties.orderId }}'),
      mail('thanks', '{{ event.properties.orderId }}'),
      mail('reminder', '{{ event.properties.orderId }}'),
      exit,
    ], [
      ['split', 'a', 'gift'], ['split', 'b', 'bought'],
      ['gift', 'issued', 'bought'], ['gift', 'alreadyHas', 'bought'], ['gift', 'soldOut', 'bought'],
      ['bought', 'delivered', 'pay'], ['bought', 'failed', 'reminder'],
      ['pay', 'came', 'paid'], ['pay', 'timeout', 'reminder'],
      ['paid', 'done', 'shipped'],
      ['shipped', 'delivered', 'thanks'], ['shipped', 'failed', 'reminder'],
      ...afterMessage('thanks'), ...afterMessage('reminder'),
    ]), // prettier-ignore
    drawing('replies', { event: 'go', keyBy: 'k' }, 'once', [
      waitFor('reply', 'reply', WAITS.reply),
      tag('heard', 'heard'),
      tag('silent', 'silent'),
      exit,
    ], [
      ['reply', 'came', 'heard'], ['reply', 'timeout', 'silent'], ['heard', 'done', 'end'], ['silent', 'done', 'end'],
    ]), // prettier-ignore
    drawing('rounds', { event: 'subscribe' }, 'once', [
      call('tick', 'round'),
      waitFor('ping', 'ping', WAITS.ping),
      exit,
    ], [
      ['tick', 'delivered', 'ping'], ['tick', 'failed', 'ping'], ['ping', 'came', 'tick'], ['ping', 'timeout', 'end'],
    ], [{ id: 'cancel', name: 'cancel', goal: true, when: { kind: 'event', event: 'cancel' } }]), // prettier-ignore
    drawing('callbacks', { event: 'hooked', keyBy: 'key' }, 'once', [message('told'), exit], [...afterMessage('told')]),
    drawing(
      'welcome',
      { segment: { op: 'tag', tag: 'paid', is: 'present' } },
      'once',
      [mail('hello', '-'), exit],
      [...afterMessage('hello')],
    ),
    drawing('traps', { event: 'trap', keyBy: 'k' }, 'once', [
      { id: 'trap', type: 'trap', config: {} },
      tag('passed', 'passed'),
      exit,
    ], [['trap', 'done', 'passed'], ['passed', 'done', 'end']]), // prettier-ignore
  ];
}

const afterMessage = (id: string): Way[] => [
  [id, 'delivered', 'end'],
  [id, 'failed', 'end'],
  [id, 'suppressed', 'end'],
];

function drawing(
  name: string,
  entry: { readonly event: string; readonly keyBy?: string } | { readonly segment: object },
  reentry: 'once' | 'always',
  nodes: readonly Step[],
  ways: readonly Way[],
  exits: readonly object[] = [],
): Drawing {
  const origin = { x: 0, y: 0 };
  const rule = 'segment' in entry ? { id: 'in', kind: 'segment', condition: entry.segment } : { id: 'in', kind: 'event', ...entry }; // prettier-ignore
  const start: Way = ['entry', 'entered', nodes[0]!.id]; // a drawing has steps
  return {
    name,
    document: {
      schemaVersion: 1,
      name,
      timeZone: 'UTC',
      entry: { position: origin, rules: [rule], reentry: { mode: reentry } },
      exits,
      nodes: nodes.map((node) => ({ ...node, position: origin })),
      edges: [start, ...ways].map(([node, outcome, to]) => ({ id: `${node}-${outcome}`, from: { node, outcome }, to })),
    },
  };
}
