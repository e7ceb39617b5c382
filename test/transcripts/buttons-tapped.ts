import type { Transcript } from '../support/transcript';
import { menu } from '../support/transcript-flows';

export const transcript: Transcript = {
  title: 'a tapped button leads down its branch',
  flow: menu,
  talk: [
    { start: 'x' },
    { bot: 'What?' },
    { expect: { status: 'waiting', awaits: { node: 'menu', kind: 'choice' }, choices: ['Shoes', 'Hats', 'Site'] } },
    { tap: 'Hats' },
    { bot: 'Hats it is.' },
    {
      expect: {
        status: 'completed',
        trace: [
          { kind: 'decided', rule: 'choice', operands: { title: 'Hats', how: 'tapped' }, outcome: 'hats' },
          { kind: 'left', nodeId: 'menu', handle: 'hats' },
        ],
      },
    },
  ],
};
