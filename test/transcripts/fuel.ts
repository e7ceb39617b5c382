import { DEFAULT_BOUNDS } from '../../src/flows/domain/engine/flow-env';
import { flow, node } from '../support/flow-fixtures';
import type { Transcript } from '../support/transcript';
import { begin } from '../support/transcript-flows';

export const transcript: Transcript = {
  title: 'an event that uses up its steps goes on by a timer that is due at once',
  flow: flow(
    [begin, ...Array.from({ length: 8 }, (_, index) => node(`n${index}`, 'send_message', { text: String(index) }))],
    ['start -> n0', ...Array.from({ length: 7 }, (_, index) => `n${index} -> n${index + 1}`)],
  ),
  env: { bounds: { ...DEFAULT_BOUNDS, stepsPerEvent: 4 } },
  talk: [
    { start: 'x' },
    { bot: ['0', '1', '2'] },
    { expect: { status: 'active', awaits: { node: 'n3', kind: 'timer', why: 'fuel', for: '0s' } } },
    { pass: '0s' },
    { bot: ['3', '4', '5', '6', '7'] },
    { expect: { status: 'completed' } },
  ],
};
