import type { Transcript } from '../support/transcript';
import { asking } from '../support/transcript-flows';

export const transcript: Transcript = {
  title: 'a timer that falls due during a pause is acted on at the resume',
  flow: asking({ timeoutSeconds: 600 }),
  talk: [
    { start: 'x' },
    { person: 'pauses' },
    { pass: '1h' },
    { bot: 'Which?' },
    { person: 'resumes' },
    { bot: 'Still there?' },
    {
      expect: {
        status: 'completed',
        timers: 0,
        trace: [
          { kind: 'held', event: 'timer' },
          { kind: 'resumed', held: 1 },
        ],
      },
    },
  ],
};
