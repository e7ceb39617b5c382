import { isNullish, isNumeric, toNumber, typeName } from '../../bson';
import { fail } from '../../errors';
import { searchBounds } from './arrays';
import { convertToText } from './convert';
import { binary, type OperatorEntry, named, unary, variadic } from './define';

/** Where several operators turn numbers and dates into text; null and missing give the empty string. */
function coerce(name: string, value: unknown): string {
  if (isNullish(value)) return '';
  if (typeof value === 'string') return value;
  if (isNumeric(value) || value instanceof Date) return convertToText(value);
  return fail(16007, `can't convert from BSON type ${typeName(value)} to String in ${name}`);
}

function concat(values: readonly unknown[]): unknown {
  let result = '';
  for (const value of values) {
    if (isNullish(value)) return null;
    if (typeof value !== 'string') return fail(16702, `$concat only supports strings, not ${typeName(value)}`);
    result += value;
  }
  return result;
}

function index(name: string, code: number, value: unknown): number {
  if (!isNumeric(value))
    return fail(code, `${name}: starting index and length must be numeric types (is BSON type ${typeName(value)})`);
  return Math.trunc(toNumber(value));
}

/** Bytes 0x80-0xBF continue a character. */
const continues = (byte: number | undefined): boolean => byte !== undefined && (byte & 0xc0) === 0x80;

function substringOfBytes(name: string, values: readonly unknown[]): string {
  const bytes = Buffer.from(coerce(name, values[0]), 'utf8');
  const start = index(name, 16034, values[1]);
  const length = index(name, 16035, values[2]);
  if (start < 0) fail(50752, `${name}: starting index must be non-negative (got: ${start})`);
  const end = length < 0 ? bytes.length : Math.min(start + length, bytes.length);
  if (start >= bytes.length) return '';
  if (continues(bytes[start])) fail(28656, `${name}:  Invalid range, starting index is a UTF-8 continuation byte.`);
  if (continues(bytes[end]))
    fail(28657, `${name}:  Invalid range, ending index is in the middle of a UTF-8 character.`);
  return bytes.toString('utf8', start, end);
}

function substringOfPoints(values: readonly unknown[]): string {
  const text = coerce('$substrCP', values[0]);
  const start = index('$substrCP', 34450, values[1]);
  const length = index('$substrCP', 34452, values[2]);
  if (start < 0) fail(34455, `$substrCP: the starting index must be nonnegative integer.`);
  if (length < 0) fail(34454, `$substrCP: length must be a nonnegative integer.`);
  if (start === 0 && text.length <= length) return text;
  return [...text].slice(start, start + length).join('');
}

function lengthOf(name: string, code: number, measure: (text: string) => number): OperatorEntry {
  return unary(name, (value) =>
    typeof value === 'string'
      ? measure(value)
      : fail(code, `${name} requires a string argument, found: ${typeName(value)}`),
  );
}

function split(text: unknown, separator: unknown): unknown {
  if (isNullish(text) || isNullish(separator)) return null;
  if (typeof text !== 'string')
    return fail(
      40085,
      `$split requires an expression that evaluates to a string as a first argument, found: ${typeName(text)}`,
    );
  if (typeof separator !== 'string')
    return fail(
      40086,
      `$split requires an expression that evaluates to a string as a second argument, found: ${typeName(separator)}`,
    );
  if (separator === '') fail(40087, '$split requires a non-empty separator');
  return text.split(separator);
}

const WHITE_SPACE = '\0\t\n\v\f\r \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a';

function trim(input: string, chars: string, left: boolean, right: boolean): string {
  const unwanted = new Set(chars);
  const points = [...input];
  let start = 0;
  let end = points.length;
  if (left) while (start < end && unwanted.has(points[start] as string)) start++;
  if (right) while (end > start && unwanted.has(points[end - 1] as string)) end--;
  return points.slice(start, end).join('');
}

function trimmer(name: string, left: boolean, right: boolean): OperatorEntry {
  return named(name, { required: ['input'], optional: ['chars'] }, ({ input, chars }, has) => {
    const wanted = has('chars') ? chars : WHITE_SPACE;
    if (isNullish(input) || isNullish(wanted)) return null;
    if (typeof input !== 'string')
      return fail(50699, `${name} requires its input to be a string, got ${typeName(input)} instead.`);
    if (typeof wanted !== 'string')
      return fail(50700, `${name} requires 'chars' to be a string, got ${typeName(wanted)} instead.`);
    return trim(input, wanted, left, right);
  });
}

function indexOfText(name: string, values: readonly unknown[], unitsOf: (text: string) => readonly unknown[]): unknown {
  const [text, wanted, start, end] = values;
  if (isNullish(text)) return null;
  if (typeof text !== 'string')
    return fail(40091, `${name} requires a string as the first argument, found: ${typeName(text)}`);
  if (typeof wanted !== 'string')
    return fail(40092, `${name} requires a string as the second argument, found: ${typeName(wanted)}`);
  const units = unitsOf(text);
  const sought = unitsOf(wanted);
  const { from, to } = searchBounds(name, start, end, units.length);
  for (let at = from; at + sought.length <= to; at++) {
    if (sought.every((unit, offset) => units[at + offset] === unit)) return at;
  }
  return -1;
}

function replacer(name: string, replace: (input: string, find: string, replacement: string) => string): OperatorEntry {
  return named(name, { required: ['input', 'find', 'replacement'], optional: [] }, (values) => {
    const { input, find, replacement } = values;
    for (const [key, value] of Object.entries(values)) {
      if (!isNullish(value) && typeof value !== 'string')
        fail(51746, `${name} requires that '${key}' be a string, found: ${typeName(value)}`);
    }
    if (isNullish(input) || isNullish(find) || isNullish(replacement)) return null;
    return replace(input as string, find as string, replacement as string);
  });
}

function compareIgnoringCase(a: unknown, b: unknown): number {
  const x = Buffer.from(coerce('$strcasecmp', a).toUpperCase());
  return Buffer.compare(x, Buffer.from(coerce('$strcasecmp', b).toUpperCase()));
}

/** ASCII letters only, as MongoDB does. */
const upper = (text: string): string => text.replace(/[a-z]+/g, (letters) => letters.toUpperCase());
const lower = (text: string): string => text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());

/** Text. */
export const STRINGS: readonly OperatorEntry[] = [
  variadic('$concat', concat),
  unary('$toUpper', (value) => upper(coerce('$toUpper', value))),
  unary('$toLower', (value) => lower(coerce('$toLower', value))),
  variadic('$substr', (values) => substringOfBytes('$substrBytes', values), 3, 3),
  variadic('$substrBytes', (values) => substringOfBytes('$substrBytes', values), 3, 3),
  variadic('$substrCP', substringOfPoints, 3, 3),
  lengthOf('$strLenBytes', 34473, (text) => Buffer.byteLength(text)),
  lengthOf('$strLenCP', 34471, (text) => [...text].length),
  binary('$strcasecmp', compareIgnoringCase),
  binary('$split', split),
  trimmer('$trim', true, true),
  trimmer('$ltrim', true, false),
  trimmer('$rtrim', false, true),
  variadic('$indexOfBytes', (values) => indexOfText('$indexOfBytes', values, (text) => [...Buffer.from(text)]), 2, 4),
  variadic('$indexOfCP', (values) => indexOfText('$indexOfCP', values, (text) => [...text]), 2, 4),
  replacer('$replaceOne', (input, find, replacement) => input.replace(find, () => replacement)),
  replacer('$replaceAll', (input, find, replacement) => input.replaceAll(find, () => replacement)),
];
