import { z } from 'zod';

/** Fits into a choice payload, a database field name and a URL; starts with a letter or digit. */
const ID = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;
const VARIABLE = /^[A-Za-z][A-Za-z0-9_]{0,63}$/;

export const idSchema = z
  .string()
  .regex(ID, 'must be 1 to 64 letters, digits, "-" or "_", starting with a letter or digit');
export const variableNameSchema = z
  .string()
  .regex(VARIABLE, 'must be 1 to 64 letters, digits or "_", starting with a letter');

const MAX_LITERAL = 4_000;
/** Far above any channel's limit, which the compiler checks; this only bounds what is read. */
export const textSchema = z.string().trim().min(1).max(MAX_LITERAL);
