import { flow, node } from '../support/flow-fixtures';
import type { Transcript } from '../support/transcript';
import { begin } from '../support/transcript-flows';

export const transcript: Transcript = {
  title: 'an end says what came of the session',
  flow: flow([begin, node('done', 'end', { outcome: 'booked' })], ['start -> done']),
  talk: [{ start: 'x' }, { bot: [] }, { expect: { status: 'completed', outcome: 'booked' } }],
};
