import { SHOP } from '../support/flow-fixtures';
import type { Transcript } from '../support/transcript';

export const transcript: Transcript = {
  title: 'a shop hands over whom it has no size for',
  flow: SHOP,
  talk: [
    { start: 'prices' },
    { task: 'lookup_profile', error: 'no consent' },
    { tap: 'Shoes' },
    { say: '46' },
    { bot: ['Hi there! What would you like to see?', 'Which size?', 'A person will write.'] },
    { expect: { status: 'handed_off', handoff: { reason: 'asks for size 46' } } },
  ],
};
