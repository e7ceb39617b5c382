import { createServer } from 'node:http';

const NOTHING_TO_READ = JSON.stringify({ error: { message: 'Unsupported get request.', code: 100 } });

/** Graph's send endpoint as fast as it can be: answers at once, and tells `onSend` who was written to. It knows nobody's profile. */
export async function startFakeGraph() {
  let sent = 0;
  const graph = { onSend: () => undefined };
  const server = createServer((request, response) => {
    const at = performance.now();
    if (request.method !== 'POST') {
      response.writeHead(400, { 'content-type': 'application/json' }).end(NOTHING_TO_READ);
      return;
    }
    let body = '';
    request.on('data', (chunk) => (body += chunk));
    request.on('end', () => {
      const { recipient } = JSON.parse(body);
      const answer = { recipient_id: recipient.id, message_id: `m_bench_${process.pid}_${++sent}` };
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
      graph.onSend({ participant: recipient.id, mid: answer.message_id, at });
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  graph.url = `http://127.0.0.1:${server.address().port}`;
  graph.close = () => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  };
  return graph;
}
