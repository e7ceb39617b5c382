import type { DataProblem } from '../../compile/problem';
import { parseReference, type Reference } from '../../template/reference';
import { literalText, parseTemplate, referencesOf } from '../../template/template';
import { fitsLimit, type TextLimit } from '../../text/clip-text';
import type { CheckContext } from './node-kind';

/** What is wrong with a text that may show values: its syntax, its references, its length without the values. */
export function checkTemplate(source: string, path: string, context: CheckContext, limit?: TextLimit): DataProblem[] {
  const template = parseTemplate(source);
  if (!template.ok) return [{ code: 'template_syntax', path, message: template.reason }];
  const problems = referencesOf(source).flatMap((reference) => checkReference(reference, path, context));
  if (limit !== undefined && !fitsLimit(literalText(source), limit)) {
    problems.push({
      code: 'too_long',
      path,
      message: `is longer than ${limit.bytes} bytes or ${limit.characters} characters`,
    });
  }
  return problems;
}

export function checkPath(source: string, path: string, context: CheckContext): DataProblem[] {
  const reference = parseReference(source);
  if (reference !== null) return checkReference(reference, path, context);
  return [{ code: 'unknown_reference', path, message: `"${source}" is not a path such as vars.size or contact.name` }];
}

const CONTACT_FIELDS: readonly string[] = ['name', 'username'];
const MESSAGE_FIELDS: readonly string[] = ['text'];

function checkReference({ root, path: segments }: Reference, path: string, context: CheckContext): DataProblem[] {
  const [first = ''] = segments;
  const known = {
    vars: () => context.variables.has(first),
    contact: () => CONTACT_FIELDS.includes(first),
    message: () => MESSAGE_FIELDS.includes(first),
    config: () => true,
  }[root]();
  if (known) return [];
  const why = root === 'vars' ? 'is set by no node of this flow' : 'does not exist';
  return [{ code: 'unknown_reference', path, message: `${root}.${first} ${why}` }];
}
