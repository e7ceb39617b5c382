import type { TransformFnParams } from 'class-transformer';

/** For `@Transform`: text without surrounding space; everything else is left for the validator to refuse. */
export function trimmed({ value }: TransformFnParams): unknown {
  return typeof value === 'string' ? value.trim() : (value as unknown);
}
