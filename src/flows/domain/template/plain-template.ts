import { parseReference, type Reference } from './reference';

export type PlainPart = { kind: 'text'; text: string } | { kind: 'value'; reference: Reference; fallback: string };

const PLACEHOLDER = /\{\{([^{}]*)\}\}/g;
const VALUE = /^([^|]*?)(?:\|\s*default:\s*(?:"([^"\\]*)"|'([^'\\]*)')\s*)?$/;

/**
 * The parts of a text that shows nothing but values and their defaults, as nearly all texts do; null when it uses more
 * of the language. What it gives is what Liquid gives, for a fraction of the work.
 */
export function parsePlain(source: string): PlainPart[] | null {
  if (/\{%|\{\{\{/.test(source)) return null;
  const parts: PlainPart[] = [];
  let end = 0;
  for (const match of source.matchAll(PLACEHOLDER)) {
    const value = plainValue(match[1] ?? '');
    if (value === null) return null;
    parts.push({ kind: 'text', text: source.slice(end, match.index) }, value);
    end = match.index + match[0].length;
  }
  parts.push({ kind: 'text', text: source.slice(end) });
  return parts.some((part) => part.kind === 'text' && /\{\{|\}\}/.test(part.text)) ? null : parts;
}

function plainValue(expression: string): PlainPart | null {
  const match = VALUE.exec(expression);
  const reference = match === null ? null : parseReference(match[1] ?? '');
  if (match === null || reference === null) return null;
  return { kind: 'value', reference, fallback: match[2] ?? match[3] ?? '' };
}
