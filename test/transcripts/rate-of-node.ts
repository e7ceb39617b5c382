import type { Transcript } from '../support/transcript';
import { chatty } from '../support/transcript-flows';

export const transcript: Transcript = {
  title: 'messages of a node over its limit wait until the span ends, none is lost',
  flow: chatty({ rateLimit: { maxMessages: 2, perMinutes: 10 } }),
  talk: [
    { start: 'x' },
    { pass: '1m' },
    { say: 'a' },
    { say: 'b' },
    { bot: ['Echo x', 'Echo a'] },
    {
      expect: {
        status: 'active',
        awaits: { node: 'echo', kind: 'timer', why: 'rate', for: '9m' },
        trace: [{ kind: 'limited', nodeId: 'echo', limit: 'node', sent: 2, until: 600_000 }],
      },
    },
    { pass: '9m' },
    { bot: 'Echo b' },
    { say: 'c' },
    { bot: 'Echo c' },
  ],
};
