import { flow, node } from '../support/flow-fixtures';
import type { Transcript } from '../support/transcript';
import { begin } from '../support/transcript-flows';

export const transcript: Transcript = {
  title: 'a greeting falls back when no name is known',
  flow: flow(
    [begin, node('hi', 'send_message', { text: 'Hi {{ contact.name | default: "there" }}!' })],
    ['start -> hi'],
  ),
  talk: [{ start: 'hello' }, { bot: 'Hi there!' }],
};
