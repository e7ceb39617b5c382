import { Output, type Template, type Token, TypeGuards } from 'liquidjs';
import { type Reference, referenceOf } from './reference';
import { branchesOf, type ValueNode } from './syntax-tree';

/** The values that a template reads. */
export interface FoundReferences {
  references: Reference[];
  /** Paths that start at no part of the scope, or are only known when it runs. */
  strangers: string[];
}

/** Each as often as it stands, those of conditions before those of branches. */
export function findReferences(templates: readonly Template[]): FoundReferences {
  const found: FoundReferences = { references: [], strangers: [] };
  for (const template of templates) visit(template, found);
  return found;
}

export function referencesIn(value: ValueNode): FoundReferences {
  const found: FoundReferences = { references: [], strangers: [] };
  visitValue(value, found);
  return found;
}

function visit(template: Template, found: FoundReferences): void {
  if (template instanceof Output) return visitValue(template.value, found);
  const node = branchesOf(template);
  if (node === null) return;
  for (const condition of node.conditions) visitValue(condition, found);
  for (const branch of node.branches) for (const each of branch) visit(each, found);
}

function visitValue({ initial, filters }: ValueNode, found: FoundReferences): void {
  for (const token of initial.postfix) visitToken(token, found);
  for (const { args } of filters) for (const argument of args) visitToken(argument, found);
}

function visitToken(token: unknown, found: FoundReferences): void {
  if (!TypeGuards.isPropertyAccessToken(token)) return;
  const reference = token.variable === undefined ? referenceTo(token.props.map(segmentOf)) : null;
  if (reference === null) found.strangers.push(token.getText());
  else found.references.push(reference);
  for (const property of token.props) visitToken(property, found);
}

/** A position in a list, such as `vars.sizes[0]`, ends the path: what the list holds is not known. */
function referenceTo(segments: readonly (string | number | null)[]): Reference | null {
  const position = segments.findIndex((segment) => typeof segment === 'number');
  const path = position === -1 ? segments : segments.slice(0, position);
  return path.every((segment) => typeof segment === 'string') ? referenceOf(path) : null;
}

/** Null where it depends on another value. */
function segmentOf(token: Token): string | number | null {
  if (TypeGuards.isWordToken(token) || TypeGuards.isQuotedToken(token)) return token.content;
  return TypeGuards.isNumberToken(token) ? token.content : null;
}
