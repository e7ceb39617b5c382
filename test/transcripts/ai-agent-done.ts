import type { Transcript } from '../support/transcript';
import { agent } from '../support/transcript-flows';

export const transcript: Transcript = {
  title: 'an agent asks until it has what it needs',
  flow: agent(),
  talk: [
    { start: 'I want a haircut' },
    {
      expect: {
        asked: [
          {
            task: 'ai_agent',
            input: {
              turn: 0,
              text: 'I want a haircut',
              slots: [
                { key: 'day', value: null },
                { key: 'wish', value: null },
              ],
            },
          },
        ],
      },
    },
    { task: 'ai_agent', ok: { reply: 'On which day?', slots: { wish: 'haircut', other: 'x' } } },
    { bot: 'On which day?' },
    {
      expect: {
        status: 'waiting',
        awaits: { node: 'agent', kind: 'reply', for: '1h' },
        vars: { wish: 'haircut' },
        trace: [{ rule: 'ai_agent', outcome: 'asks on' }],
      },
    },
    { say: 'Friday' },
    {
      expect: {
        status: 'active',
        asked: [
          {
            task: 'ai_agent',
            input: {
              turn: 1,
              text: 'Friday',
              slots: [
                { key: 'day', value: null },
                { key: 'wish', value: 'haircut' },
              ],
            },
          },
        ],
      },
    },
    { task: 'ai_agent', ok: { reply: 'Done!', slots: { day: 'Friday' }, done: true } },
    { bot: ['Done!', 'Booked: Friday.'] },
    {
      expect: {
        vars: { day: 'Friday', wish: 'haircut' },
        trace: [{ rule: 'ai_agent', operands: { turn: 1 }, outcome: 'done' }],
      },
    },
  ],
};
