import type { Template } from 'liquidjs';
import { memoized } from './bounded-memo';
import { displayText } from './display-text';
import { findReferences, type FoundReferences } from './find-references';
import { TEXTS } from './language';
import { parsePlain, type PlainPart } from './plain-template';
import { readReference, type Scope } from './reference';
import { findMisuse, literalOf } from './syntax-tree';
import { withoutKeyCounts } from './without-key-counts';

export { displayText };

/** A text that may show values, taken apart once. */
export type TextTemplate = FoundReferences &
  ({ kind: 'plain'; parts: PlainPart[] } | { kind: 'liquid'; tree: Template[] });

export type ParsedTemplate = { ok: true; template: TextTemplate } | { ok: false; reason: string };

const REMEMBERED = 2_000;
const MARKUP = /\{\{|\{%|\}\}|%\}/;

/**
 * Takes a text apart. `{{ vars.size }}`, `{{ contact.name | default: "there" }}`, filters, and `if`, `unless`, `case`
 * are the language; everything else is text.
 */
export const parseTemplate = memoized(parse, REMEMBERED);

function parse(source: string): ParsedTemplate {
  const parts = parsePlain(source);
  if (parts !== null) {
    const references = parts.flatMap((part) => (part.kind === 'value' ? [part.reference] : []));
    return { ok: true, template: { kind: 'plain', parts, references, strangers: [] } };
  }
  // A closing brace without an opening one is a slip, unless the text is full of braces, such as JSON.
  if (!source.includes('{')) return { ok: false, reason: 'a "}}" or "%}" has no partner' };
  return parseLiquid(source);
}

function parseLiquid(source: string): ParsedTemplate {
  try {
    const tree = TEXTS.parse(source);
    const reason = findMisuse(tree);
    return reason === null
      ? { ok: true, template: { kind: 'liquid', tree, ...findReferences(tree) } }
      : { ok: false, reason };
  } catch (error) {
    return { ok: false, reason: reasonOf(error) };
  }
}

/**
 * Values are inserted as they are and never read as a template again. Never throws: a text that does not parse is shown
 * as it is, and one whose values cannot be worked out without them.
 */
export function renderTemplate(source: string, scope: Scope): string {
  if (!MARKUP.test(source)) return source;
  const parsed = parseTemplate(source);
  if (!parsed.ok) return source;
  const { template } = parsed;
  return template.kind === 'plain' ? renderPlain(template.parts, scope) : renderLiquid(template, scope);
}

function renderPlain(parts: readonly PlainPart[], scope: Scope): string {
  let text = '';
  for (const part of parts) {
    text += part.kind === 'text' ? part.text : displayText(readReference(part.reference, scope)) || part.fallback;
  }
  return text;
}

function renderLiquid({ tree, references }: TextTemplate & { kind: 'liquid' }, scope: Scope): string {
  try {
    return String(TEXTS.renderSync(tree, withoutKeyCounts(scope, references)));
  } catch {
    // A limit or a filter's refusal: the words that depend on no value are the best that is left.
    return literalOf(tree);
  }
}

/** The message of an error of the language, without the place in the text that Liquid adds. */
export function reasonOf(error: unknown): string {
  const [firstLine = ''] = String(error instanceof Error ? error.message : error).split('\n');
  return firstLine.replace(/, line:\d+, col:\d+$/, '');
}
