import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { MongoClient } from 'mongodb';

/** BL1, the floor of ingest: verify, split, one grouped durable insert, 200. No framework, no checks beyond these. */
const secret = process.env.META_APP_SECRETS ?? '';
const hash = (...parts) => createHash('sha256').update(parts.join('\n')).digest('base64url').slice(0, 32);

function isSigned(body, header = '') {
  const given = Buffer.from(header.slice('sha256='.length), 'hex');
  const wanted = createHmac('sha256', secret).update(body).digest();
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

function rowsOf(body) {
  return JSON.parse(body.toString()).entry.flatMap(({ id, messaging }) =>
    messaging.map(({ sender, timestamp, message }) => ({
      _id: hash('event', id, message.mid),
      conversationId: hash(id, sender.id),
      accountId: id,
      participantId: sender.id,
      status: 'pending',
      payload: { mid: message.mid, text: message.text },
      platformAt: new Date(timestamp),
      receivedAt: new Date(),
    })),
  );
}

/** While one write is in flight, the next group collects. */
export function grouped(write) {
  let waiting = [];
  let inFlight = false;
  const flush = async () => {
    inFlight = true;
    while (waiting.length > 0) {
      const group = waiting;
      waiting = [];
      try {
        await write(group.flatMap(({ items }) => items));
        for (const { resolve } of group) resolve();
      } catch (error) {
        for (const { reject } of group) reject(error);
      }
    }
    inFlight = false;
  };
  return (items) =>
    new Promise((resolve, reject) => {
      waiting.push({ items, resolve, reject });
      if (!inFlight) void flush();
    });
}

/** Starts the server; `onStored` gets the rows once they are durable. Prints where it listens. */
export async function startIngest(database, onStored) {
  const events = database.collection('inboxEvents');
  const store = grouped((rows) =>
    events.insertMany(rows, { ordered: false, writeConcern: { w: 'majority' } }).catch((error) => {
      if (error.code !== 11000) throw error; // seen already
    }),
  );
  const answer = async (body, signature) => {
    if (!isSigned(body, signature)) return 401;
    const rows = rowsOf(body);
    await store(rows);
    onStored(rows);
    return 200;
  };
  const server = createServer((request, response) => {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      answer(Buffer.concat(chunks), request.headers['x-hub-signature-256']).then(
        (status) => response.writeHead(status).end(),
        () => response.writeHead(503).end(),
      );
    });
  });
  server.keepAliveTimeout = 72_000; // as Fastify has it
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  process.stdout.write(`${JSON.stringify({ url: `http://127.0.0.1:${server.address().port}`, pid: process.pid })}\n`);
}

export const connect = async () => (await new MongoClient(process.env.MONGODB_URI ?? '').connect()).db();

if (process.argv[1] === fileURLToPath(import.meta.url)) await startIngest(await connect(), () => undefined);
