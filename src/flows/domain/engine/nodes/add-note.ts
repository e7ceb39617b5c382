import type { z } from 'zod';
import { textSchema } from '../../dsl/ids';
import { renderTemplate } from '../../template/template';
import { clipText } from '../../text/clip-text';
import { ADD_NOTE } from '../tasks';
import { checkTemplate } from './check-template';
import { nodeData, type NodeKind, PLAIN_NODE } from './node-kind';

const MAX_NOTE = { bytes: 8_000, characters: 2_000 };

export const addNoteData = nodeData({
  /** May be a template. */
  text: textSchema,
});
export type AddNoteData = z.infer<typeof addNoteData>;

/** Leaves a note about the contact for the team. */
export const addNoteNode: NodeKind<'add_note', AddNoteData> = {
  ...PLAIN_NODE,
  type: 'add_note',
  handles: () => [{ name: 'next', required: false, waits: false }],
  tasks: () => [ADD_NOTE],
  check: ({ text }, context) => checkTemplate(text, 'text', context, MAX_NOTE),
  enter: ({ data: { text } }, { scope }) => {
    const note = clipText(renderTemplate(text, scope).trim(), MAX_NOTE);
    return {
      effects: note === '' ? [] : [{ kind: 'task', task: ADD_NOTE, input: { text: note } }],
      then: { kind: 'go', handle: 'next' },
    };
  },
};
