import { checkPluginManifest } from '@sojourn/plugin-sdk';
import { driver, event, visit } from '@sojourn/plugin-sdk/testing';
import type { Receipt } from '@sojourn/plugin-sdk/engine';
import { describe, expect, it } from 'vitest';
import { manifest, node, plugin } from './index.js';

const message = driver(manifest, node);
const inbox = { channel: 'inbox', subject: 'Hi', body: 'Hello {{ contact.email }}', format: 'text' };
const mail = { channel: 'mail', subject: 'Hi', body: '<mjml></mjml>', format: 'mjml' };
const ana = () => visit().withContact({ id: 7, email: 'ana@example.test', externalId: 'u-7' });

it('has a manifest in both languages', () => expect(checkPluginManifest(plugin)).toEqual([]));

describe('on arrival', () => {
  it('hands the message over with the contact, the event that let the run in and the run’s variables', () => {
    const arrival = ana()
      .withAttributes({ city: 'Suzhou' })
      .withTags('vip')
      .withVariables({ coupon: { code: 'A-1' } })
      .enteredBy(event('Order Completed', { total: 12 }));
    expect(message.one(inbox, arrival)).toMatchObject({
      do: 'wait',
      effects: [
        {
          kind: 'message',
          channel: 'inbox',
          content: { subject: 'Hi', body: 'Hello {{ contact.email }}', format: 'text' },
          data: {
            coupon: { code: 'A-1' },
            contact: {
              id: 7,
              externalId: 'u-7',
              email: 'ana@example.test',
              phone: null,
              attributes: { city: 'Suzhou' },
              tags: ['vip'],
            },
            event: { type: 'Order Completed', properties: { total: 12 } },
          },
        },
      ],
    });
  });

  it('does not let a variable stand in for the contact', () => {
    const [effect] = (
      message.one(inbox, ana().withVariables({ contact: 'x' })) as unknown as { effects: { data: object }[] }
    ).effects;
    expect(effect!.data).toMatchObject({ contact: { id: 7 }, event: null });
  });

  it('passes by who wants no marketing, on every channel', () => {
    for (const config of [inbox, mail]) {
      expect(message.one(config, ana().withAttributes({ noMarketing: true }))).toEqual({
        item: 0,
        do: 'to',
        outcome: 'suppressed',
        why: { code: 'no-marketing' },
      });
    }
    expect(message.one(inbox, ana().withAttributes({ noMarketing: false }))).toMatchObject({ do: 'wait' });
  });

  it('passes by who has no address for mail; the inbox needs none', () => {
    const nobody = visit().withContact({ id: 8 });
    expect(message.one(mail, nobody)).toMatchObject({
      outcome: 'suppressed',
      why: { code: 'no-address', params: { channel: 'mail' } },
    });
    expect(message.one(inbox, nobody)).toMatchObject({ do: 'wait' });
  });
});

describe('to nobody', () => {
  it('makes the message like any other and goes on at once, saying that it was a rehearsal', () => {
    const config = { ...inbox, channel: 'none' };
    expect(message.one(config, ana())).toMatchObject({
      do: 'to',
      outcome: 'delivered',
      why: { code: 'rehearsed' },
      effects: [{ kind: 'message', channel: 'none', data: { contact: { id: 7, email: 'ana@example.test' } } }],
    });
    expect(message.one({ ...config, wait: 'receipt' }, ana())).toMatchObject({ do: 'to', outcome: 'delivered' });
  });

  it('needs no address and no subject, and still passes by who wants no marketing', () => {
    const config = { channel: 'none', body: 'Hello', format: 'text' };
    expect(message.one(config, visit().withContact({ id: 8 }))).toMatchObject({ outcome: 'delivered' });
    expect(message.one(config, ana().withAttributes({ noMarketing: true }))).toMatchObject({ outcome: 'suppressed' });
  });
});

describe('told to go on at once', () => {
  it('hands the message over and leaves by delivered', () => {
    expect(message.one({ ...mail, wait: 'none' }, ana())).toMatchObject({
      do: 'to',
      outcome: 'delivered',
      why: { code: 'handed-over', params: { channel: 'mail' } },
      effects: [{ kind: 'message', channel: 'mail' }],
    });
    expect(message.one({ ...mail, wait: 'receipt' }, ana())).toMatchObject({ do: 'wait' });
  });

  it('passes by who cannot be reached all the same', () => {
    expect(message.one({ ...mail, wait: 'none' }, visit().withContact({ id: 8 }))).toMatchObject({
      outcome: 'suppressed',
      why: { code: 'no-address' },
    });
  });
});

describe('with the receipt', () => {
  const after = (receipt: Receipt) => message.one(mail, ana().wokenByReceipt(receipt));

  it('leaves by what became of the message, with the reason', () => {
    expect(after({ status: 'delivered' })).toMatchObject({ outcome: 'delivered', why: { code: 'sent' } });
    expect(after({ status: 'failed', reason: 'smtp-550' })).toMatchObject({
      outcome: 'failed',
      why: { code: 'failed', params: { reason: 'smtp-550' } },
    });
    expect(after({ status: 'suppressed', reason: 'no-address' })).toMatchObject({
      outcome: 'suppressed',
      why: { code: 'no-address' },
    });
    expect(after({ status: 'suppressed', reason: 'cap' })).toMatchObject({
      outcome: 'suppressed',
      why: { code: 'suppressed', params: { reason: 'cap' } },
    });
  });

  it('counts a send of unknown end as failed, and says so', () => {
    expect(after({ status: 'unknown', reason: 'timeout' })).toMatchObject({
      outcome: 'failed',
      why: { code: 'unknown', params: { reason: 'timeout' } },
    });
  });
});

it('refuses a mail without a subject before it is published', () => {
  expect(() => message.one({ ...mail, subject: '' }, ana())).toThrow();
  expect(() => message.one({ channel: 'mail', body: 'x', format: 'text' }, ana())).toThrow();
});
