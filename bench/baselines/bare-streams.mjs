import { createServer } from 'node:http';
import Redis from 'ioredis';

/** The floor of live streams: one reader of a Redis stream, and every event written to everybody. */
const redis = new Redis(process.env.REDIS_URL);
const key = `${process.env.QUEUE_PREFIX}:bare`;
const clients = new Set();

const server = createServer((_request, response) => {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  response.write('event: ready\ndata: {}\n\n');
  clients.add(response);
  response.once('close', () => clients.delete(response));
});

async function read() {
  for (let last = '0-0'; ;) {
    const answer = await redis.xread('COUNT', 500, 'BLOCK', 1_000, 'STREAMS', key, last);
    for (const [id, [, data]] of answer?.[0]?.[1] ?? []) {
      last = id;
      const block = `id: ${id}\nevent: told\ndata: ${data}\n\n`;
      for (const client of clients) client.write(block);
    }
  }
}

await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
void read();
process.stdout.write(`${JSON.stringify({ url: `http://127.0.0.1:${server.address().port}`, pid: process.pid })}\n`);
