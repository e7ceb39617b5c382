import type { Transcript } from '../support/transcript';
import { agent } from '../support/transcript-flows';

export const transcript: Transcript = {
  title: 'an agent keeps only values that a slot accepts, and the trace shows what it had done',
  flow: agent({
    slots: [
      { key: 'day', question: 'Which day?', accepts: { type: 'date' } },
      { key: 'size', question: 'Which size?', accepts: { type: 'number', min: 1, max: 9, integer: true } },
    ],
    tools: ['check_hours'],
  }),
  talk: [
    { start: 'A table on the first of May' },
    {
      expect: {
        asked: [
          {
            task: 'ai_agent',
            input: {
              tools: ['check_hours'],
              slots: [
                { key: 'day', kind: 'date', value: null },
                { key: 'size', kind: 'number', value: null },
              ],
            },
          },
        ],
      },
    },
    {
      task: 'ai_agent',
      ok: {
        reply: 'For how many?',
        slots: { day: '2026-05-01', size: 'many' },
        done: true,
        calls: [{ tool: 'check_hours', arguments: {}, ok: true }],
      },
    },
    { bot: 'For how many?' },
    {
      expect: {
        status: 'waiting',
        vars: { day: '2026-05-01' },
        trace: [
          {
            rule: 'ai_agent',
            operands: { calls: [{ tool: 'check_hours', arguments: {}, ok: true }] },
            outcome: 'asks on',
          },
        ],
      },
    },
    { say: 'four' },
    { task: 'ai_agent', ok: { reply: 'Done!', slots: { size: '4' }, done: true } },
    { expect: { vars: { day: '2026-05-01', size: 4 } } },
  ],
};
