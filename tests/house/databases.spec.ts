import { createConnection } from 'node:net';
import { expect, it } from 'vitest';

const url = process.env['SOJOURN_TEST_MYSQL_URL'];

it.skipIf(url === undefined)('specs find a MariaDB of their own', async () => {
  const { hostname, port } = new URL(url!); // skipped without one
  const greeting = await new Promise<Buffer>((resolve, reject) => {
    const socket = createConnection({ host: hostname, port: Number(port) });
    socket.once('error', reject);
    socket.once('data', (data) => {
      socket.destroy();
      resolve(data);
    });
  });
  // Protocol version 10 of the MySQL handshake: https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_connection_phase_packets_protocol_handshake_v10.html
  expect(greeting[4]).toBe(10);
});
