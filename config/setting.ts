import { z } from 'zod';

/** A setting as `.env.example` shows it. `group` is the heading it stands under. */
export interface SettingDoc {
  group: string;
  description: string;
  secret?: boolean;
  example?: string;
}

/** Well-known values, and the placeholders of `.env.example`. */
export const WEAK_SECRET = /^(secret|changeme|password|test|default|example|<)/i;

export const doc = <T extends z.ZodType>(schema: T, about: SettingDoc): T => schema.meta({ ...about });
export const text = () => z.string().trim().min(1);
export const url = (...schemes: string[]) =>
  text().refine(
    (value) => schemes.some((scheme) => value.startsWith(`${scheme}://`)),
    `must start with ${schemes.map((s) => `${s}://`).join(' or ')}`,
  );
export const integer = (min: number, max: number, fallback: number) =>
  z.coerce.number().int().min(min).max(max).default(fallback);
export const secret = (minimum: number) =>
  text()
    .min(minimum, `must have at least ${minimum} characters`)
    .refine((value) => !WEAK_SECRET.test(value), 'is a well-known weak value');

/** `a,b,c` → list; every member passes `member`. */
export const list = <T extends z.ZodType<string, string>>(member: T) =>
  text()
    .transform((value) =>
      value
        .split(',')
        .map((part) => part.trim())
        .filter(Boolean),
    )
    .pipe(z.array(member).min(1));

/** `k2:<key>,k1:<key>`: the first key is used for new records, the others still open old ones. */
export const keyRing = (key: (value: string) => boolean, rule: string) =>
  text().transform((value, context) => {
    const ring = value.split(',').map((part) => {
      const [id, ...rest] = part.trim().split(':');
      return { id: id ?? '', key: rest.join(':') };
    });
    if (ring.some(({ id, key: material }) => !/^[\w-]{1,16}$/.test(id) || !key(material))) {
      context.addIssue({ code: 'custom', message: rule });
      return z.NEVER;
    }
    return ring;
  });

export const flag = () =>
  z
    .enum(['true', 'false'])
    .default('false')
    .transform((value) => value === 'true');

export const origin = () =>
  z.string().regex(/^https?:\/\/[^/*\s]+$/, 'must be origins such as https://inbox.example.org');

export const isAesKey = (value: string) => Buffer.from(value, 'base64').length === 32;
