import { type Decision, defineNode, type Item, type Receipt, to, wait } from '@sojourn/plugin-sdk/engine';

export interface Config {
  /** `none` sends to nobody: the message is made as ever and dropped, for rehearsals and measurements. */
  readonly channel: 'inbox' | 'mail' | 'none';
  readonly subject?: string;
  readonly body: string;
  readonly format: 'text' | 'mjml';
  /** Whether to stay until it is known what became of the message; default `receipt`. */
  readonly wait?: 'receipt' | 'none';
}

/**
 * Hands the message to the outbox and, unless told to go on at once, waits for its receipt; who may not or cannot be
 * reached is passed by.
 */
export const message = defineNode<Config>({
  execute: (_, { config, items }) =>
    items.map((item) => {
      if (item.wake.kind === 'receipt') return settled(item, item.wake.receipt, config.channel);
      if (item.wake.kind !== 'arrived') return wait(item);
      return suppressed(item, config) ?? handOver(item, config);
    }),
});

function suppressed(item: Item, { channel }: Config): Decision | undefined {
  const { contact } = item;
  if (contact.attributes['noMarketing'] === true) return to(item, 'suppressed', { why: { code: 'no-marketing' } });
  if (channel === 'mail' && !contact.email)
    return to(item, 'suppressed', { why: { code: 'no-address', params: { channel } } });
  return undefined;
}

function handOver(item: Item, config: Config): Decision {
  const { channel } = config;
  const effects = [sending(item, config)];
  // No courier answers for nobody.
  if (channel === 'none') return to(item, 'delivered', { effects, why: { code: 'rehearsed' } });
  if (config.wait === 'none')
    return to(item, 'delivered', { effects, why: { code: 'handed-over', params: { channel } } });
  return wait(item, { effects });
}

function sending({ contact, timeZone, entryEvent, variables }: Item, { channel, subject, body, format }: Config) {
  const { id, externalId = null, email = null, phone = null, language = null, attributes, tags } = contact;
  const event = entryEvent
    ? {
        type: entryEvent.type,
        occurredAt: new Date(entryEvent.occurredAt).toISOString(),
        properties: entryEvent.properties,
      }
    : null;
  return {
    kind: 'message' as const,
    channel,
    content: { ...(subject === undefined ? {} : { subject }), body, format },
    // A variable cannot stand in for the contact or the event: templates trust these names.
    data: {
      ...variables,
      contact: { id, externalId, email, phone, language, timeZone, attributes, tags: [...tags] },
      event,
    },
  };
}

function settled(item: Item, { status, reason = 'no reason given' }: Receipt, channel: string): Decision {
  switch (status) {
    case 'delivered':
      return to(item, 'delivered', { why: { code: 'sent', params: { channel } } });
    case 'suppressed':
      if (reason === 'no-address') return to(item, 'suppressed', { why: { code: 'no-address', params: { channel } } });
      return to(item, 'suppressed', { why: { code: 'suppressed', params: { channel, reason } } });
    case 'failed':
    case 'unknown':
      return to(item, 'failed', { why: { code: status, params: { channel, reason } } });
  }
}
