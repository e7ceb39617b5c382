import type { Transcript } from '../support/transcript';
import { asking } from '../support/transcript-flows';

export const transcript: Transcript = {
  title: 'nobody replies in time',
  flow: asking({ timeoutSeconds: 600, storeAs: 'answer' }),
  talk: [
    { start: 'x' },
    { bot: 'Which?' },
    { pass: '10m' },
    { bot: 'Still there?' },
    { expect: { status: 'completed', trace: [{ kind: 'left', nodeId: 'wait', handle: 'timeout' }] } },
  ],
};
