import type { Json } from '../json';
import { parseReference, type Reference, readReference, type Scope } from './reference';

export type TemplatePart = { kind: 'text'; text: string } | { kind: 'value'; reference: Reference; fallback: string };

export type ParsedTemplate = { ok: true; parts: TemplatePart[] } | { ok: false; reason: string };

const PLACEHOLDER = /\{\{([^{}]*)\}\}/g;
const EXPRESSION = /^([^|]*?)(?:\|\s*default:\s*(?:"([^"]*)"|'([^']*)')\s*)?$/;

/** `{{ vars.size }}` or `{{ contact.name | default: "there" }}`; everything else is text. */
export function parseTemplate(source: string): ParsedTemplate {
  const parts: TemplatePart[] = [];
  let end = 0;
  for (const match of source.matchAll(PLACEHOLDER)) {
    const value = parseValue(match[1] ?? '');
    if (value === null) return { ok: false, reason: `"${match[0]}" is not a value that a text can show` };
    parts.push({ kind: 'text', text: source.slice(end, match.index) }, value);
    end = match.index + match[0].length;
  }
  parts.push({ kind: 'text', text: source.slice(end) });
  const stray = parts.find((part) => part.kind === 'text' && /\{\{|\}\}/.test(part.text));
  return stray === undefined ? { ok: true, parts } : { ok: false, reason: 'a "{{" or "}}" has no partner' };
}

function parseValue(expression: string): TemplatePart | null {
  const match = EXPRESSION.exec(expression);
  const reference = match === null ? null : parseReference(match[1] ?? '');
  if (match === null || reference === null) return null;
  return { kind: 'value', reference, fallback: match[2] ?? match[3] ?? '' };
}

/** Values are inserted as they are and never read as a template again. A text that does not parse is shown as it is. */
export function renderTemplate(source: string, scope: Scope): string {
  const template = parseTemplate(source);
  if (!template.ok) return source;
  return template.parts.map((part) => (part.kind === 'text' ? part.text : renderValue(part, scope))).join('');
}

function renderValue(part: Extract<TemplatePart, { kind: 'value' }>, scope: Scope): string {
  const text = displayText(readReference(part.reference, scope));
  return text === '' ? part.fallback : text;
}

/** Objects and lists as JSON, nothing as an empty text. */
export function displayText(value: Json | undefined): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** The references a template makes; none when it does not parse. */
export function referencesOf(source: string): Reference[] {
  const template = parseTemplate(source);
  if (!template.ok) return [];
  return template.parts.flatMap((part) => (part.kind === 'value' ? [part.reference] : []));
}

/** The part of the text that does not depend on values, which is what can be measured before a run. */
export function literalText(source: string): string {
  const template = parseTemplate(source);
  if (!template.ok) return source;
  return template.parts.map((part) => (part.kind === 'text' ? part.text : '')).join('');
}
