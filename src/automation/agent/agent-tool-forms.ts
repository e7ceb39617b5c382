import { GOALS } from '../../crm';
import type { AgentToolName } from '../../flows';
import type { AgentTool } from '../../knowledge';

type Form = Pick<AgentTool, 'description' | 'parameters'> & { name: AgentToolName };

const text = (description: string) => ({ type: 'string', description });
const texts = { type: 'object', additionalProperties: { type: 'string' } };

function form(
  name: AgentToolName,
  description: string,
  properties: Readonly<Record<string, object>> = {},
  required: readonly string[] = [],
): Form {
  return { name, description, parameters: { type: 'object', properties, required, additionalProperties: false } };
}

/** What a model is told of each tool. None names a person or a workspace: that is not for it to say. */
export const AGENT_TOOL_FORMS: readonly Form[] = [
  form('search_knowledge', 'Look up what the business knows about a question.', { question: text('in full words') }, [
    'question',
  ]),
  form('read_contact', 'Look up what is known about this customer.'),
  form('check_hours', 'Look up when the business is open.'),
  form('update_contact', 'Keep what the customer said about themselves.', {
    name: text('full name'),
    email: text('e-mail address'),
    phone: text('with the country code'),
    fields: { ...texts, description: 'anything else, by a short name' },
  }),
  form('add_note', 'Leave a note about this customer for the team.', { text: text('the note') }, ['text']),
  form(
    'create_task',
    'Give the team something to do about this customer.',
    { title: text('what is to be done'), details: text('what one has to know for it'), dueAt: text('ISO 8601') },
    ['title'],
  ),
  form(
    'capture_goal',
    'Keep that the customer wants to leave their contact, book, order, get support or go elsewhere.',
    {
      goal: { type: 'string', enum: [...GOALS] },
      fields: { ...texts, description: 'what is known of it, by a short name' },
    },
    ['goal', 'fields'],
  ),
  form('http_request', 'Read from a service of the business.', { url: text('https address') }, ['url']),
];
