import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { request } from 'undici';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addressPolicy, guardedAgent } from './address-guard.js';
import { guardedFetch } from './guarded-fetch.js';

describe('an address', () => {
  const isPublic = addressPolicy([]);

  it.each(
    `0.0.0.0 127.0.0.1 127.9.9.9 10.1.2.3 172.16.0.1 192.168.1.1 169.254.169.254 100.100.100.200 192.0.0.8 192.0.2.1 198.18.0.1 198.51.100.1 203.0.113.5
     224.0.0.1 240.0.0.1 255.255.255.255 :: ::1 ::127.0.0.1 ::ffff:127.0.0.1 ::ffff:a00:1 64:ff9b::7f00:1 64:ff9b:1::1 2002:7f00:1:: 2001::1 fe80::1 fe80::1%eth0
     168.63.129.16 ::fffe:7f00:1 200::1 4000::1 fec0::1 fc00::1 fd00:ec2::254 ff02::1 2001:db8::1 100::1 localhost 2130706433x`.split(
      /\s+/,
    ),
  )('%s is not public', (address) => expect(isPublic(address)).toBe(false));

  it.each(['8.8.8.8', '93.184.216.34', '::ffff:8.8.8.8', '2606:4700:4700::1111'])('%s is public', (address) =>
    expect(isPublic(address)).toBe(true),
  );

  it('is allowed inside the operator’s networks only', () => {
    const allowed = addressPolicy(['10.0.0.0/8', '::1/128']);
    expect(['10.1.2.3', '::ffff:10.1.2.3', '::1', '11.0.0.1'].map(allowed)).toEqual([true, true, true, true]);
    expect(['127.0.0.1', '192.168.0.1', 'fd00::1'].map(allowed)).toEqual([false, false, false]);
  });
});

describe('a connection', () => {
  let server: Server;
  let port: number;
  let hits = 0;
  beforeAll(async () => {
    server = createServer((_, response) => {
      hits += 1;
      response.writeHead(302, { location: `http://127.0.0.1:${port}/again` }).end('x');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    port = (server.address() as AddressInfo).port;
  });
  afterAll(() => server.close());
  const refused = { code: 'ADDRESS_REFUSED' };

  it.each(['127.0.0.1', 'localhost', '[::1]', '[::ffff:127.0.0.1]', '2130706433', '0x7f.1', '127.1', '0', '①②⑦.0.0.1'])(
    'to %s is refused',
    async (host) => {
      await expect(request(`http://${host}:${port}/`, { dispatcher: guardedAgent() })).rejects.toMatchObject(refused);
      expect(hits).toBe(0);
    },
  );

  it('is refused when any address of the name is private', async () => {
    const resolve = async () => [
      { address: '93.184.216.34', family: 4 },
      { address: '127.0.0.1', family: 4 },
    ];
    await expect(
      request(`http://mixed.test:${port}/`, { dispatcher: guardedAgent({ resolve }) }),
    ).rejects.toMatchObject(refused);
  });

  it('goes to the address that was checked, not to what the name says later', async () => {
    let asked = 0;
    const resolve = async () => [{ address: asked++ === 0 ? '127.0.0.1' : '10.0.0.1', family: 4 }];
    const { statusCode } = await request(`http://rebind.test:${port}/`, {
      dispatcher: guardedAgent({ resolve, allow: ['127.0.0.0/8'] }),
    });
    expect([statusCode, asked]).toEqual([302, 1]);
  });

  it('does not follow redirects', async () => {
    const carry = guardedFetch(guardedAgent({ allow: ['127.0.0.0/8'] }));
    hits = 0;
    await expect(carry(`http://127.0.0.1:${port}/`)).rejects.toThrow();
    expect(hits).toBe(1);
  });
});
