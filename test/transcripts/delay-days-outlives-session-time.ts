import type { Transcript } from '../support/transcript';
import { delayed } from '../support/transcript-flows';

export const transcript: Transcript = {
  title: 'a session does not expire during its own delay',
  flow: delayed({ mode: 'for', amount: 3, unit: 'days' }),
  talk: [{ start: 'x' }, { pass: '3d' }, { bot: 'Hello again' }, { expect: { status: 'completed', timers: 0 } }],
};
