import { flow, node } from '../support/flow-fixtures';
import type { Transcript } from '../support/transcript';
import { begin } from '../support/transcript-flows';

export const transcript: Transcript = {
  title: 'a handoff says why, and the session ends there',
  flow: flow(
    [
      begin,
      node('person', 'handoff', {
        reason: 'asks about {{ config.topic | default: "something" }}',
        topic: 'Prices',
        recommendedAction: 'Send the list',
        text: 'A person will write.',
        holdMinutes: 30,
      }),
    ],
    ['start -> person'],
  ),
  talk: [
    { start: 'what does it cost?' },
    { bot: 'A person will write.' },
    {
      expect: {
        status: 'handed_off',
        timers: 0,
        handoff: {
          reason: 'asks about something',
          summary: 'asks about something: "what does it cost?"',
          topic: 'Prices',
          recommendedAction: 'Send the list',
          holdMinutes: 30,
        },
        trace: [{ kind: 'ended', status: 'handed_off', reason: 'a person takes over' }],
      },
    },
    { say: 'hello?' },
    { expect: { handled: false } },
  ],
};
