import { z } from 'zod';
import { textSchema } from '../../dsl/ids';
import { renderTemplate } from '../../template/template';
import { clipText } from '../../text/clip-text';
import { CREATE_TASK } from '../tasks';
import { checkTemplate } from './check-template';
import { nodeData, type NodeKind, type NodeView, PLAIN_NODE } from './node-kind';

const MAX_TITLE = { bytes: 800, characters: 200 };
const MAX_DETAILS = { bytes: 8_000, characters: 2_000 };
const HOUR = 60 * 60 * 1_000;

export const createTaskData = nodeData({
  /** Title and details may be templates. */
  title: z.string().trim().min(1).max(MAX_TITLE.characters),
  details: textSchema.optional(),
  dueInHours: z
    .number()
    .positive()
    .max(365 * 24)
    .optional(),
  /** A member of the workspace, by the user's id. */
  assigneeId: z.string().trim().min(1).max(64).optional(),
  priority: z.enum(['low', 'normal', 'high']).default('normal'),
});
export type CreateTaskData = z.infer<typeof createTaskData>;

/** Gives the team something to do about the contact. */
export const createTaskNode: NodeKind<'create_task', CreateTaskData> = {
  ...PLAIN_NODE,
  type: 'create_task',
  handles: () => [{ name: 'next', required: false, waits: false }],
  tasks: () => [CREATE_TASK],
  check: ({ title, details = '', assigneeId = '' }, context) => [
    ...checkTemplate(title, 'title', context, MAX_TITLE),
    ...checkTemplate(details, 'details', context, MAX_DETAILS),
    ...checkTemplate(assigneeId, 'assigneeId', context),
  ],
  enter: ({ data }, view) => ({
    effects: [{ kind: 'task', task: CREATE_TASK, input: inputOf(data, view) }],
    then: { kind: 'go', handle: 'next' },
  }),
};

function inputOf({ title, details, dueInHours, assigneeId, priority }: CreateTaskData, { scope, now }: NodeView) {
  const [about, who] = [renderTemplate(details ?? '', scope), renderTemplate(assigneeId ?? '', scope)];
  return {
    title: clipText(renderTemplate(title, scope), MAX_TITLE),
    priority,
    ...(about !== '' && { details: clipText(about, MAX_DETAILS) }),
    ...(dueInHours !== undefined && { dueAt: new Date(now + dueInHours * HOUR).toISOString() }),
    ...(who !== '' && { assigneeId: who }),
  };
}
