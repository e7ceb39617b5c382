import { CannedReplies } from './canned-replies.mjs';
import { startManInTheMiddle } from './man-in-the-middle.mjs';
import { commandOf, namesOf, replyTo } from './wire.mjs';

// A process of its own: `node canned-store.mjs <uri>`. What it has no canned reply for, the server at <uri> answers.
const replies = new CannedReplies();
const { uri } = await startManInTheMiddle(process.argv[2], (frame) => {
  const command = commandOf(frame);
  if (command === null) return null;
  const { name, collection } = namesOf(command);
  const reply = replies.replyTo(name, collection, command);
  return reply === null ? null : replyTo(frame, reply);
});
process.stdout.write(`${JSON.stringify({ uri })}\n`);
