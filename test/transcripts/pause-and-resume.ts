import type { Transcript } from '../support/transcript';
import { asking } from '../support/transcript-flows';

export const transcript: Transcript = {
  title: 'a paused session keeps its place until a person gives it back',
  flow: asking({ timeoutSeconds: 600, storeAs: 'answer' }),
  talk: [
    { start: 'x' },
    { person: 'pauses' },
    { say: 'blue' },
    { bot: 'Which?' },
    { expect: { status: 'paused', handled: false, trace: [{ kind: 'ignored', reason: 'paused' }] } },
    { person: 'resumes' },
    { say: 'red' },
    { bot: 'So: red' },
  ],
};
