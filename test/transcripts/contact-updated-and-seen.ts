import { flow, node } from '../support/flow-fixtures';
import type { Transcript } from '../support/transcript';
import { begin } from '../support/transcript-flows';

export const transcript: Transcript = {
  title: 'a changed contact is seen at once by the nodes that follow',
  flow: flow(
    [
      begin,
      node('write', 'update_contact', {
        set: { stage: 'customer', fields: { size: 42 } },
        addTags: ['vip', 'shoes {{ vars.kind | default: "red" }}'],
        removeTags: ['cold'],
      }),
      node('vip', 'condition', {
        all: [
          { left: 'contact.tags', op: 'contains', right: 'vip' },
          { left: 'contact.stage', op: 'equals', right: 'customer' },
        ],
      }),
      node('yes', 'send_message', {
        text: '{{ contact.tags | join: "+" }} {{ contact.fields.size }} {{ contact.name }}',
      }),
      node('no', 'set_variable', { name: 'kind', value: 'none' }),
    ],
    ['start -> write', 'write -> vip', 'vip.true -> yes', 'vip.false -> no'],
  ),
  env: { contact: { name: 'Ann', stage: 'lead', tags: ['cold', 'old'] } },
  talk: [
    { start: 'x' },
    { bot: 'old+vip+shoes red 42 Ann' },
    {
      expect: {
        contact: { name: 'Ann', stage: 'customer', tags: ['old', 'vip', 'shoes red'], fields: { size: 42 } },
        asked: [
          {
            task: 'update_contact',
            input: {
              set: { stage: 'customer', fields: { size: 42 } },
              addTags: ['vip', 'shoes red'],
              removeTags: ['cold'],
            },
          },
        ],
      },
    },
  ],
};
