import { Agent, request } from 'node:http';
import { connect, grouped, startIngest } from './bl1.mjs';

/** BL2, the floor of the pipeline: BL1, then the commands of the budget and one HTTP send for each message. */
const CONCURRENCY = 24;
const LEASE_MS = 15_000;
const database = await connect();
const [events, conversations, messages] = ['inboxEvents', 'conversations', 'messages'].map((name) =>
  database.collection(name),
);
const graph = new URL(process.env.META_GRAPH_URL ?? '');
const agent = new Agent({ keepAlive: true });
const markDone = grouped((ids) =>
  events.updateMany({ _id: { $in: ids } }, { $set: { status: 'done', doneAt: new Date() } }),
);

const leaseOf = (owner) => ({
  $cond: [
    { $lte: [{ $ifNull: ['$lease.until', new Date(0)] }, '$$NOW'] },
    { owner, fence: { $add: [{ $ifNull: ['$lease.fence', 0] }, 1] }, until: { $add: ['$$NOW', LEASE_MS] } },
    '$lease',
  ],
});

const lease = (_id, owner) =>
  conversations.findOneAndUpdate({ _id }, [{ $set: { lease: leaseOf(owner) } }], {
    upsert: true,
    returnDocument: 'after',
  });

function commit(conversation, state, outbox) {
  const released = { owner: null, fence: '$lease.fence', until: new Date(0) };
  return conversations.findOneAndUpdate(
    { _id: conversation._id, 'lease.fence': conversation.lease.fence },
    [{ $set: { state: { $literal: state }, outbox: { $literal: outbox }, lease: released } }],
    { returnDocument: 'after' },
  );
}

function send({ accountId, participantId }, text) {
  const body = JSON.stringify({ recipient: { id: participantId }, message: { text } });
  const headers = { 'content-type': 'application/json', authorization: 'Bearer token' };
  return new Promise((resolve, reject) => {
    const post = request(
      { agent, host: graph.hostname, port: graph.port, path: `/v25.0/${accountId}/messages`, method: 'POST', headers },
      (answer) => {
        let text = '';
        answer.on('data', (chunk) => (text += chunk)).on('end', () => resolve(JSON.parse(text).message_id));
      },
    );
    post.once('error', reject).end(body);
  });
}

/** One message in, one reply out. */
async function turn({ _id, conversationId }, owner) {
  const [conversation, pending] = await Promise.all([
    lease(conversationId, owner),
    events.find({ conversationId, status: 'pending' }).sort({ platformAt: 1 }).limit(50).toArray(),
  ]);
  const event = pending.find((row) => row._id === _id);
  if (conversation.lease.owner !== owner || event === undefined) return;
  const reply = { _id: `${event._id}-reply`, conversationId, text: `You said: ${event.payload.text}` };
  await Promise.all([
    messages.insertMany([{ _id: event._id, conversationId, ...event.payload }]),
    commit(conversation, { turns: (conversation.state?.turns ?? 0) + 1 }, [reply]),
  ]);
  const done = markDone([event._id]);
  const mid = await send(event, reply.text);
  await messages.insertOne({ ...reply, mid });
  const rest = { $slice: ['$outbox', 1, 1000] };
  await Promise.all([done, conversations.findOneAndUpdate({ _id: conversationId }, [{ $set: { outbox: rest } }])]);
}

const queue = [];
let turns = 0;
let active = 0;
function next() {
  while (active < CONCURRENCY && queue.length > 0) {
    active++;
    turn(queue.shift(), `${process.pid}-${turns++}`)
      .catch((error) => process.stderr.write(`${error.stack}\n`))
      .finally(() => {
        active--;
        next();
      });
  }
}

await startIngest(database, (rows) => {
  queue.push(...rows);
  next();
});
