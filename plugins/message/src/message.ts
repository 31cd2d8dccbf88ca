import { defineNode, type Decision, type Receipt, type Visit } from '@sojourn/plugin-sdk/engine';

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
  execute: ({ config, visits }) =>
    visits.map((visit): Decision => {
      if (visit.wake.kind === 'receipt') return settled(visit.wake.receipt, config.channel);
      if (visit.wake.kind !== 'arrived') return { do: 'wait' };
      return suppressed(visit, config) ?? handOver(visit, config);
    }),
});

function suppressed({ contact }: Visit, { channel }: Config): Decision | undefined {
  if (contact.attributes['noMarketing'] === true)
    return { do: 'to', outcome: 'suppressed', why: { code: 'no-marketing' } };
  if (channel === 'mail' && !contact.email)
    return { do: 'to', outcome: 'suppressed', why: { code: 'no-address', params: { channel } } };
  return undefined;
}

function handOver(visit: Visit, config: Config): Decision {
  const { channel, wait } = config;
  const effects = [sending(visit, config)];
  // No courier answers for nobody.
  if (channel === 'none') return { do: 'to', outcome: 'delivered', effects, why: { code: 'rehearsed' } };
  if (wait === 'none')
    return { do: 'to', outcome: 'delivered', effects, why: { code: 'handed-over', params: { channel } } };
  return { do: 'wait', effects };
}

function sending({ contact, timeZone, entryEvent, variables }: Visit, { channel, subject, body, format }: Config) {
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

function settled({ status, reason = 'no reason given' }: Receipt, channel: string): Decision {
  switch (status) {
    case 'delivered':
      return { do: 'to', outcome: 'delivered', why: { code: 'sent', params: { channel } } };
    case 'suppressed':
      if (reason === 'no-address')
        return { do: 'to', outcome: 'suppressed', why: { code: 'no-address', params: { channel } } };
      return { do: 'to', outcome: 'suppressed', why: { code: 'suppressed', params: { channel, reason } } };
    case 'failed':
    case 'unknown':
      return { do: 'to', outcome: 'failed', why: { code: status, params: { channel, reason } } };
  }
}
