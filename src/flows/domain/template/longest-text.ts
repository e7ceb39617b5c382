import { Output, type Template, TypeGuards } from 'liquidjs';
import type { TextLimit } from '../text/clip-text';
import { FILTERS } from './filters';
import { referencesIn } from './find-references';
import type { Reference } from './reference';
import { branchesOf, literalPart, type ValueNode } from './syntax-tree';
import type { TextTemplate } from './template';

/** How long a text can become. */
export type TextSize = TextLimit;

export type ValueSize = (reference: Reference) => TextSize;

const NOTHING: TextSize = { bytes: 0, characters: 0 };
const NUMBER: TextSize = { bytes: 25, characters: 25 };
const ANYTHING: TextSize = { bytes: Infinity, characters: Infinity };
const GROWING: readonly string[] = ['replace', 'replace_first', 'join', 'json', 'url_encode'];
const MAX_BYTES_A_CHARACTER = 4;

export function sizeOf(text: string): TextSize {
  const bytes = Buffer.byteLength(text);
  return { bytes, characters: bytes === text.length ? bytes : [...text].length };
}

/** The longest that a text can become when its values are as long as they can be; with values of no length, its longest literal. */
export function longestText(template: TextTemplate, valueSize: ValueSize): TextSize {
  if (template.kind === 'liquid') return longestOf(template.tree, valueSize);
  return sum(
    template.parts.map((part) =>
      part.kind === 'text' ? sizeOf(part.text) : longestValue(valueSize(part.reference), part.fallback),
    ),
  );
}

/** A value without length counts as none, also its default: that is how the literal alone is measured. */
function longestValue(size: TextSize, fallback: string): TextSize {
  return size.bytes === 0 ? NOTHING : larger(size, sizeOf(fallback));
}

function longestOf(templates: readonly Template[], valueSize: ValueSize): TextSize {
  return sum(templates.map((template) => longestPart(template, valueSize)));
}

function longestPart(template: Template, valueSize: ValueSize): TextSize {
  if (template instanceof Output) return longestOutput(template, valueSize);
  const branches = branchesOf(template)?.branches ?? [];
  const literal = sizeOf(literalPart(template));
  return branches.map((branch) => longestOf(branch, valueSize)).reduce(larger, literal);
}

function longestOutput(output: Output, valueSize: ValueSize): TextSize {
  const { initial, filters }: ValueNode = output.value;
  const quoted = [...initial.postfix, ...filters.flatMap(({ args }) => args)].filter(TypeGuards.isQuotedToken);
  const shown = referencesIn(output.value).references.map(valueSize);
  if (shown.every(({ bytes }) => bytes === 0)) return NOTHING;
  const all = sum([...shown, ...quoted.map(({ content }) => sizeOf(content))]);
  return filters.reduce(filtered, all);
}

function filtered(size: TextSize, { name, args }: ValueNode['filters'][number]): TextSize {
  if (FILTERS[name]?.short) return NUMBER;
  if (GROWING.includes(name)) return ANYTHING;
  const [length] = args;
  if (name !== 'truncate' || !TypeGuards.isNumberToken(length)) return size;
  const characters = Math.min(size.characters, length.content);
  return { characters, bytes: Math.min(size.bytes, characters * MAX_BYTES_A_CHARACTER) };
}

function sum(sizes: readonly TextSize[]): TextSize {
  return sizes.reduce((a, b) => ({ bytes: a.bytes + b.bytes, characters: a.characters + b.characters }), NOTHING);
}

function larger(a: TextSize, b: TextSize): TextSize {
  return { bytes: Math.max(a.bytes, b.bytes), characters: Math.max(a.characters, b.characters) };
}
