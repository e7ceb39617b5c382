import type { Transcript } from '../support/transcript';
import { profiled } from '../support/transcript-flows';

export const transcript: Transcript = {
  title: 'a result that comes during a pause is acted on at the resume',
  flow: profiled,
  talk: [
    { start: 'x' },
    { person: 'pauses' },
    { task: 'lookup_profile', ok: { name: 'Ann' } },
    { bot: [] },
    { person: 'resumes' },
    { bot: 'Hi Ann!' },
  ],
};
