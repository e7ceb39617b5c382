import { BSONRegExp } from 'bson';

import { fail } from '../errors';

type Source = { pattern: string; options: string };

const JAVASCRIPT_FLAGS = 'ims';
const KNOWN_FLAGS = 'imsxu';

function sourceOf(value: unknown, options: string | undefined): Source {
  if (value instanceof BSONRegExp) return { pattern: value.pattern, options: options ?? value.options };
  if (value instanceof RegExp) return { pattern: value.source, options: options ?? value.flags.replace(/[dgvy]/g, '') };
  if (typeof value === 'string') return { pattern: value, options: options ?? '' };
  return fail(2, '$regex has to be a string');
}

/** Moves PCRE's leading `(?i)` into the options. */
function liftInlineFlags(source: Source): Source {
  const inline = /^\(\?([imsx]+)\)/.exec(source.pattern);
  if (!inline) return source;
  return { pattern: source.pattern.slice(inline[0].length), options: source.options + (inline[1] ?? '') };
}

/** Option x: white space and comments outside character classes do not count. */
function removeLayout(pattern: string): string {
  return pattern.replace(/\\.|\[(?:\\.|[^\]])*\]|\s+|#.*$/gm, (piece) => (/^[\s#]/.test(piece) ? '' : piece));
}

function build(pattern: string, flags: string): RegExp {
  try {
    return new RegExp(pattern, `${flags}u`);
  } catch {
    // PCRE allows escapes that the unicode mode of JavaScript refuses.
  }
  try {
    return new RegExp(pattern, flags);
  } catch (error) {
    return fail(51091, `Regular expression is invalid: ${(error as Error).message}`);
  }
}

/**
 * A JavaScript regular expression for a `$regex` argument (string, BSONRegExp or RegExp) and `$options`.
 * @throws MongoError 2, 51108 (unknown option), 51091 (bad pattern)
 */
export function compileRegex(value: unknown, options?: string): RegExp {
  const { pattern, options: given } = liftInlineFlags(sourceOf(value, options));
  for (const flag of given) {
    if (!KNOWN_FLAGS.includes(flag)) fail(51108, `invalid flag in regex options: ${flag}`);
  }
  const flags = [...JAVASCRIPT_FLAGS].filter((flag) => given.includes(flag)).join('');
  return build(given.includes('x') ? removeLayout(pattern) : pattern, flags);
}
