import type { Transcript } from '../support/transcript';
import { agent } from '../support/transcript-flows';

export const transcript: Transcript = {
  title: 'what the person adds while the agent thinks belongs to the same turn',
  flow: agent(),
  talk: [
    { start: 'I want' },
    { say: 'a haircut' },
    { expect: { status: 'active', asked: [{ task: 'ai_agent', input: { turn: 0, text: 'I want\na haircut' } }] } },
    { task: 'ai_agent', ok: { reply: 'On which day?', slots: { wish: 'haircut' } } },
    { bot: 'On which day?' },
    { say: 'Friday' },
    { say: 'no, Monday' },
    { expect: { asked: [{ task: 'ai_agent', input: { turn: 1, text: 'Friday\nno, Monday' } }] } },
    { task: 'ai_agent', ok: { reply: '', slots: { day: 'Monday' }, done: true } },
    { bot: 'Booked: Monday.' },
  ],
};
