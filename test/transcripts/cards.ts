import { flow, node } from '../support/flow-fixtures';
import type { Transcript } from '../support/transcript';
import { begin } from '../support/transcript-flows';

export const transcript: Transcript = {
  title: 'a button on a card is a choice, a link on it is none',
  flow: flow(
    [
      begin,
      node('row', 'send_message', {
        text: 'Our best:',
        cards: [
          {
            title: 'Red {{ vars.kind | default: "shoe" }}',
            subtitle: '20 €',
            imageUrl: 'https://example.com/r.png',
            buttons: [{ id: 'red', title: 'Red' }],
          },
          {
            title: 'Blue shoe',
            buttons: [
              { id: 'blue', title: 'Blue' },
              { id: 'site', title: 'Site', url: 'https://example.com' },
            ],
          },
        ],
      }),
      node('mine', 'send_message', { text: 'Blue is yours.' }),
      node('other', 'set_variable', { name: 'kind', value: 'red' }),
    ],
    ['start -> row', 'row.red -> other', 'row.blue -> mine'],
  ),
  talk: [
    { start: 'x' },
    { bot: ['Our best:', ''] },
    {
      expect: {
        choices: ['Red', 'Blue', 'Site'],
        message: { cards: [{ title: 'Red shoe', subtitle: '20 €' }, { title: 'Blue shoe' }] },
      },
    },
    { tap: 'Blue' },
    { bot: 'Blue is yours.' },
  ],
};
