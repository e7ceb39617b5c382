import type { Transcript } from '../support/transcript';
import { chatty } from '../support/transcript-flows';

export const transcript: Transcript = {
  title: 'messages over the limit of the flow wait, too',
  flow: { ...chatty({}), settings: { rateLimit: { maxMessages: 1, perMinutes: 1 } } },
  talk: [
    { start: 'x' },
    { say: 'a' },
    { bot: 'Echo x' },
    {
      expect: {
        awaits: { node: 'echo', kind: 'timer', why: 'rate', for: '1m' },
        trace: [{ kind: 'limited', limit: 'flow' }],
      },
    },
    { pass: '1m' },
    { bot: 'Echo a' },
  ],
};
