import { flow, node } from '../support/flow-fixtures';
import type { Transcript } from '../support/transcript';
import { begin } from '../support/transcript-flows';

export const transcript: Transcript = {
  title: 'a handoff with a way back goes on there once the bot may speak again',
  flow: flow(
    [
      begin,
      node('person', 'handoff', { reason: 'a question', text: 'A person will write.' }),
      node('after', 'send_message', { text: 'I am back.' }),
    ],
    ['start -> person', 'person.back -> after'],
  ),
  talk: [
    { start: 'x' },
    { person: 'pauses' },
    { bot: 'A person will write.' },
    { expect: { status: 'paused', handoff: { reason: 'a question' } } },
    { pass: '3h' },
    { say: 'hello?' },
    { expect: { trace: [{ kind: 'held', event: 'timer' }] } },
    { person: 'resumes' },
    { bot: 'I am back.' },
    { expect: { status: 'completed', timers: 0 } },
  ],
};
