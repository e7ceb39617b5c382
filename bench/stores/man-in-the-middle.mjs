import { connect, createServer } from 'node:net';
import { Frames } from './wire.mjs';

/**
 * A server in front of a MongoDB server. Each message that comes from a client goes to `onMessage`, which answers it
 * itself (a buffer) or lets it pass (null). Resolves with the URI for clients.
 */
export async function startManInTheMiddle(upstreamUri, onMessage) {
  const upstream = new URL(upstreamUri);
  const sockets = new Set();
  const server = createServer((client) => {
    const store = connect(Number(upstream.port || 27017), upstream.hostname);
    const frames = new Frames();
    client.on('data', (chunk) => {
      for (const frame of frames.push(chunk)) {
        const answer = onMessage(frame);
        if (answer === null) store.write(frame);
        else client.write(answer);
      }
    });
    store.pipe(client);
    client.once('close', () => store.destroy());
    for (const socket of [client, store]) keepUntilClosed(sockets, socket);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    uri: through(upstream, server.address().port),
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

function keepUntilClosed(sockets, socket) {
  sockets.add(socket);
  socket.setNoDelay(true);
  // A peer that goes away ends the connection, which is all that is to be done about it.
  socket.once('error', () => socket.destroy()).once('close', () => sockets.delete(socket));
}

/** Without `directConnection` a driver would find the replica set's own address and go there. */
function through(upstream, port) {
  const uri = new URL(upstream);
  uri.host = `127.0.0.1:${port}`;
  uri.searchParams.delete('replicaSet');
  uri.searchParams.set('directConnection', 'true');
  return uri.toString();
}
