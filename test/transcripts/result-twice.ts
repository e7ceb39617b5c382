import type { Transcript } from '../support/transcript';
import { profiled } from '../support/transcript-flows';

export const transcript: Transcript = {
  title: 'a result that comes twice counts once',
  flow: profiled,
  talk: [
    { start: 'x' },
    { task: 'lookup_profile', error: 'no consent' },
    { task: 'lookup_profile', ok: { name: 'Ann' } },
    { bot: 'Hi stranger!' },
    { expect: { handled: false, trace: [{ kind: 'ignored', event: 'task-result', reason: 'ended' }] } },
  ],
};
