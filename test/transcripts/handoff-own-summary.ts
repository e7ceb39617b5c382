import { flow, node } from '../support/flow-fixtures';
import type { Transcript } from '../support/transcript';
import { begin } from '../support/transcript-flows';

export const transcript: Transcript = {
  title: 'a handoff can have a summary of its own',
  flow: flow(
    [begin, node('person', 'handoff', { reason: 'a complaint', summary: 'Said: {{ message.text }}' })],
    ['start -> person'],
  ),
  talk: [
    { start: 'it broke' },
    { bot: [] },
    { expect: { handoff: { reason: 'a complaint', summary: 'Said: it broke' } } },
  ],
};
