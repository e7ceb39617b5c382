import type { FoundReferences } from '../template/find-references';
import { pathOf, type Reference, SCOPE_FIELDS } from '../template/reference';
import type { CheckContext } from './check-context';
import type { DataProblem } from './problem';

const TRIGGER_FIELDS: readonly string[] = ['type', 'keyword', 'ref', 'payload', 'comment'];

/** Which of the values that a text reads no flow, or this flow, ever has. */
export function checkReferences(found: FoundReferences, path: string, context: CheckContext): DataProblem[] {
  for (const reference of found.references) context.onReference(reference, path);
  const messages = [
    ...found.strangers.map((name) => `"${name}" is not a path such as vars.size or contact.name`),
    ...found.references.flatMap((reference) => unknownPart(reference, context.variables) ?? []),
  ];
  return messages.map((message) => ({ code: 'unknown_reference', path, message }));
}

function unknownPart({ root, path }: Reference, variables: ReadonlySet<string>): string | null {
  const [first = '', second] = path;
  if (root === 'config') return null;
  if (root === 'vars') return variables.has(first) ? null : `vars.${first} is set by no node of this flow`;
  const known: readonly string[] = SCOPE_FIELDS[root];
  if (!known.includes(first)) return `${root}.${first} does not exist; there is ${known.join(', ')}`;
  if (root === 'context' && first === 'trigger' && second !== undefined && !TRIGGER_FIELDS.includes(second)) {
    return `${pathOf({ root, path })} does not exist; there is ${TRIGGER_FIELDS.join(', ')}`;
  }
  return null;
}
