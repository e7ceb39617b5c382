import type { Transcript } from '../support/transcript';
import { chatty } from '../support/transcript-flows';

export const transcript: Transcript = {
  title: 'a flow that is started again by hand is told that it runs already',
  flow: chatty({}),
  talk: [
    { start: 'x' },
    { start: 'y' },
    { expect: { handled: false, trace: [{ kind: 'ignored', event: 'started', reason: 'already_started' }] } },
  ],
};
