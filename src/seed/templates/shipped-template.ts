import type { ExposedFieldInput, FlowDefinitionInput, FlowTestInput, TemplateDisplayInput } from '../../flows';

/** A flow product that comes with the program. */
export interface ShippedTemplate {
  /** Stays, so that installing it again makes a new version of it. */
  templateId: string;
  name: string;
  description: string;
  definition: FlowDefinitionInput;
  exposedFields: ExposedFieldInput[];
  display: TemplateDisplayInput;
  tests: FlowTestInput[];
}

/** `'menu.prices -> answer'` leads from the exit `prices`; without a name, from `next`. */
export function links(...specs: string[]): FlowDefinitionInput['edges'] {
  return specs.map((id) => {
    const [from = '', target = ''] = id.split(' -> ');
    const [source = '', sourceHandle] = from.split('.');
    return { id, source, target, ...(sourceHandle === undefined ? {} : { sourceHandle }) };
  });
}

export const DISCLOSURE =
  'You are writing with our automated assistant. If you would rather talk to a person, just say so.';

/** Words by which people ask for a person. */
export const PERSON_WORDS = ['person', 'human', 'agent', 'real person'];

/** Whoever asks for a person gets one, also when a menu is open; link `want-person -> person`. */
export const WAY_TO_PERSON: FlowDefinitionInput['nodes'] = [
  {
    id: 'want-person',
    type: 'trigger',
    position: { x: 0, y: 900 },
    data: {
      label: 'Asks for a person',
      match: { mode: 'keywords', keywords: PERSON_WORDS },
      priority: 100,
    },
  },
  {
    id: 'person',
    type: 'handoff',
    position: { x: 320, y: 900 },
    data: { reason: 'Asked for a person', text: 'Of course. One of us will answer you here.' },
  },
];
