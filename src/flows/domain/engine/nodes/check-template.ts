import type { CheckContext } from '../../compile/check-context';
import type { DataProblem } from '../../compile/problem';
import { checkReferences } from '../../compile/check-references';
import { parseExpression } from '../../template/expression';
import { longestText, type TextSize } from '../../template/longest-text';
import { parseReference } from '../../template/reference';
import { parseTemplate, type TextTemplate } from '../../template/template';
import type { TextLimit } from '../../text/clip-text';

const NO_LENGTH: TextSize = { bytes: 0, characters: 0 };

/** What is wrong with a text that may show values: its syntax, its references, its length. */
export function checkTemplate(source: string, path: string, context: CheckContext, limit?: TextLimit): DataProblem[] {
  const parsed = parseTemplate(source);
  if (!parsed.ok) return [{ code: 'template_syntax', path, message: parsed.reason }];
  const unknown = checkReferences(parsed.template, path, context);
  const length = limit === undefined ? [] : checkLength(parsed.template, path, context, limit);
  // How long a value is that does not exist is no question.
  return [...unknown, ...length.filter(({ code }) => unknown.length === 0 || code !== 'may_be_too_long')];
}

/** What is wrong with a value and what is done to it, such as `vars.total | plus: 1`. */
export function checkExpression(source: string, path: string, context: CheckContext): DataProblem[] {
  const parsed = parseExpression(source);
  if (!parsed.ok) return [{ code: 'template_syntax', path, message: parsed.reason }];
  return checkReferences(parsed.expression, path, context);
}

/** What is wrong with a path such as `vars.size`, where only a path may stand. */
export function checkPath(source: string, path: string, context: CheckContext): DataProblem[] {
  const reference = parseReference(source);
  if (reference !== null) return checkReferences({ references: [reference], strangers: [] }, path, context);
  return [{ code: 'unknown_reference', path, message: `"${source}" is not a path such as vars.size or contact.name` }];
}

/** The literal is the author's and must fit; with values as long as they can be it may have to be cut when it is sent. */
function checkLength(template: TextTemplate, path: string, context: CheckContext, limit: TextLimit): DataProblem[] {
  const size = `${limit.bytes} bytes or ${limit.characters} characters`;
  if (
    exceeds(
      longestText(template, () => NO_LENGTH),
      limit,
    )
  ) {
    return [{ code: 'too_long', path, message: `is longer than ${size}` }];
  }
  const longest = longestText(template, context.valueSize);
  return exceeds(longest, limit)
    ? [{ code: 'may_be_too_long', path, message: `with long values it is longer than ${size} and would be cut` }]
    : [];
}

const exceeds = (size: TextSize, limit: TextLimit) => size.bytes > limit.bytes || size.characters > limit.characters;
