import type { TFunction } from 'i18next';

const PLAIN = [
  'timeout',
  'worker-lost',
  'worker-slow',
  'no-answer',
  'not-sent',
  'busy',
  'no-address',
  'bad-address',
  'address-refused',
  'no-mail-server',
  'no-marketing',
  'contact-erased',
  'run-over',
  'plugin-unavailable',
  'plugin-fault',
  'plugin-busy',
  'plugin-timeout',
  'plugin-batch-cut',
  'key-expired',
  'body-changed',
  'no-wallet',
  'no-minter',
  'no-contract',
  'no-collection',
  'reverted',
  'unconfirmed',
  'reconciled',
] as const;

/** Why a delivery is as it is: the stable code in plain words, else the code itself. */
export function deliveryReason(t: TFunction<'attention'>, reason: string | null): string | undefined {
  if (reason === null || reason === '') return undefined;
  const plain = PLAIN.find((one) => one === reason);
  if (plain) return t(`delivery.reason.${plain}`);
  const [, kind, number = ''] = /^(http|smtp)-(\d{3})$/.exec(reason) ?? [];
  if (kind === 'http' || kind === 'smtp') return t(`delivery.reason.${kind}`, { number });
  return reason;
}
