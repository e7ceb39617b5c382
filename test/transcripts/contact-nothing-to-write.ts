import { flow, node } from '../support/flow-fixtures';
import type { Transcript } from '../support/transcript';
import { begin } from '../support/transcript-flows';

export const transcript: Transcript = {
  title: 'a change whose values are all empty is not asked for',
  flow: flow(
    [
      begin,
      node('write', 'update_contact', { set: { email: '{{ contact.fields.mail }}' } }),
      node('ok', 'send_message', { text: 'ok' }),
    ],
    ['start -> write', 'write -> ok'],
  ),
  talk: [
    { start: 'x' },
    { bot: 'ok' },
    { expect: { asked: [], contact: {}, trace: [{ kind: 'left', nodeId: 'write' }] } },
  ],
};
