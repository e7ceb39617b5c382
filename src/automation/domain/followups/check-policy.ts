import { parseTemplate, SCOPE_FIELDS } from '../../../flows';
import type { FieldProblem } from '../../../shared/kernel';
import type { FollowupPolicy } from './followup-policy';

const CONTEXT = ['channel', 'language'];

/** What the shape of a policy alone does not tell. */
export function checkPolicy({ action, quietHours }: Pick<FollowupPolicy, 'action' | 'quietHours'>): FieldProblem[] {
  const texts = action.kind === 'flow' ? [] : action.texts;
  const problems = texts.flatMap(({ text }, index) => problemsOf(text, `action.texts.${index}.text`));
  if (action.kind === 'text' && texts.length === 0)
    problems.push({ field: 'action.texts', rule: 'must have at least one text' });
  if (quietHours !== null && quietHours.from === quietHours.to)
    problems.push({ field: 'quietHours', rule: 'must not begin and end at the same time' });
  return problems;
}

function problemsOf(text: string, field: string): FieldProblem[] {
  const parsed = parseTemplate(text);
  if (!parsed.ok) return [{ field, rule: parsed.reason }];
  const { references, strangers } = parsed.template;
  const unknown = references.filter(({ root, path: [name = ''] }) => !isKnown(root, name));
  const names = [...strangers, ...unknown.map(({ root, path }) => [root, ...path].join('.'))];
  return names.map((name) => ({ field, rule: `shows "${name}", which a follow-up does not know` }));
}

function isKnown(root: string, name: string): boolean {
  if (root === 'contact') return (SCOPE_FIELDS.contact as readonly string[]).includes(name);
  return root === 'context' && CONTEXT.includes(name);
}
