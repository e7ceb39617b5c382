import { SHOP } from '../support/flow-fixtures';
import type { Transcript } from '../support/transcript';

export const transcript: Transcript = {
  title: 'a shop is visited from the keyword to the end',
  flow: SHOP,
  talk: [
    { start: 'prices' },
    { task: 'lookup_profile', ok: { name: 'Ann' } },
    { bot: 'Hi Ann! What would you like to see?' },
    { tap: 'Shoes' },
    { say: '42' },
    { bot: ['Which size?', 'We have size 42 in stock.'] },
    { expect: { status: 'completed', vars: { size: '42', note: 'size 42', profile: { name: 'Ann' } } } },
  ],
};
