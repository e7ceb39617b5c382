/** `text` breaks `rule` where it stands. A typed probe needs a file that exists, since the compiler is asked about it. */
export interface LintProbe {
  rule: string;
  file: string;
  text: string;
  typed: boolean;
}

const TYPED = [
  '@typescript-eslint/no-floating-promises',
  '@typescript-eslint/no-misused-promises',
  '@typescript-eslint/await-thenable',
  '@typescript-eslint/switch-exhaustiveness-check',
  '@typescript-eslint/only-throw-error',
  '@typescript-eslint/consistent-type-imports',
];

const lines = (count: number, line: string) => `${line}\n`.repeat(count);
const imports = (name: string) => `import { thing } from '${name}';\nexport const mine: unknown = thing;\n`;
const promise = 'const later = async (): Promise<void> => undefined;\n';
const branches = Array.from({ length: 10 }, (_, n) => `if (n === ${n}) return ${n};`).join('\n');

const SERVICE = 'src/crm/contacts/contacts.service.ts';
const DOMAIN = 'src/crm/domain/contact.ts';
const MODULE = 'src/crm/crm.module.ts';
const SCHEMA = 'src/crm/schemas/contact.schema.ts';
const REPOSITORY = 'src/crm/repositories/contacts.repository.ts';

const probe = (rule: string, file: string, text: string): LintProbe => ({
  rule,
  file,
  text,
  typed: TYPED.includes(rule),
});
const fence = (file: string, name: string) => probe('no-restricted-imports', file, imports(name));

export const BROKEN: readonly LintProbe[] = [
  // Promises and types
  probe('@typescript-eslint/no-floating-promises', SERVICE, `${promise}export const start = () => { later(); };\n`),
  probe(
    '@typescript-eslint/no-floating-promises',
    'scripts/demo.mjs',
    `const later = async () => undefined;\nlater();\n`,
  ),
  probe('@typescript-eslint/no-misused-promises', SERVICE, `${promise}[1].forEach(later);\n`),
  probe('@typescript-eslint/await-thenable', SERVICE, 'export const wait = async () => { await 1; };\n'),
  probe(
    '@typescript-eslint/switch-exhaustiveness-check',
    SERVICE,
    `export function name(kind: 'a' | 'b'): string | undefined {\n  switch (kind) {\n    case 'a':\n      return 'A';\n  }\n  return undefined;\n}\n`,
  ),
  probe('@typescript-eslint/only-throw-error', SERVICE, `export const fail = () => { throw 'no'; };\n`),
  probe('@typescript-eslint/no-explicit-any', SERVICE, 'export const thing: any = 1;\n'),
  probe(
    '@typescript-eslint/no-explicit-any',
    'src/crm/contacts/contacts.controller.spec.ts',
    'export const thing: any = 1;\n',
  ),
  probe('@typescript-eslint/no-non-null-assertion', SERVICE, 'export const first = (list: number[]) => list[0]!;\n'),
  probe(
    '@typescript-eslint/consistent-type-imports',
    DOMAIN,
    `import { UserId } from '../../shared/kernel';\nexport type Owner = UserId;\n`,
  ),
  probe('@typescript-eslint/no-unused-vars', SERVICE, 'const unused = 1;\nexport {};\n'),

  // Size
  probe('max-lines', SERVICE, lines(301, 'export {};')),
  probe('max-lines-per-function', SERVICE, `export function long(): void {\n${lines(40, '  void 0;')}}\n`),
  probe('complexity', SERVICE, `export function pick(n: number): number {\n${branches}\nreturn 10;\n}\n`),
  probe(
    'max-depth',
    SERVICE,
    'export function deep(n: number): void {\nif (n) { if (n > 1) { if (n > 2) { if (n > 3) { void n; } } } }\n}\n',
  ),
  probe(
    'max-params',
    SERVICE,
    `export class Wide {\n  constructor(${Array.from({ length: 7 }, (_, n) => `private readonly p${n}: number`).join(', ')}) {}\n}\n`,
  ),

  // What ships
  probe('no-console', SERVICE, `console.log('hi');\nexport {};\n`),
  probe('no-console', 'packages/embedded-mongo/src/index.ts', `console.log('hi');\nexport {};\n`),
  probe('no-restricted-exports', SERVICE, 'export default class Service {}\n'),
  probe('no-restricted-properties', SERVICE, `export const home = process.env['HOME'];\n`),
  probe('no-restricted-properties', 'src/boot.ts', `export const { env } = process;\n`),
  probe('no-restricted-properties', 'migrations/index.ts', `export const home = process.env['HOME'];\n`),
  fence(SERVICE, 'node:process'),
  probe(
    'no-restricted-imports',
    MODULE,
    `import { forwardRef } from '@nestjs/common';\nexport const ref = forwardRef;\n`,
  ),

  // Fences
  ...['mongoose', 'mongodb', '@nestjs/mongoose', 'bull', '@nestjs/bull', 'ioredis', 'undici', 'openai'].map((name) =>
    fence(SERVICE, name),
  ),
  fence('src/shared/http/http-adapter.ts', 'mongoose'),
  fence(MODULE, 'mongoose'),
  fence(MODULE, '@nestjs/bull'),
  fence(SCHEMA, 'ioredis'),
  fence(REPOSITORY, 'undici'),
  fence('src/shared/queues/bull-queue-gateway.ts', 'mongoose'),
  fence('src/shared/redis/rate-budget.ts', 'bull'),
  fence('src/shared/providers/meta-graph/http-meta-graph.ts', 'ioredis'),
  fence('migrations/index.ts', 'mongoose'),
  probe(
    'no-restricted-imports',
    SERVICE,
    `import type { Model } from 'mongoose';\nexport type Mine = Model<unknown>;\n`,
  ),

  // Purity
  fence(DOMAIN, '@nestjs/common'),
  fence(DOMAIN, 'node:fs'),
  fence(DOMAIN, 'mongoose'),
  probe(
    'no-restricted-imports',
    DOMAIN,
    `import { randomBytes } from 'node:crypto';\nexport const salt = randomBytes;\n`,
  ),
  probe('no-restricted-imports', DOMAIN, `import { newId } from '../../shared/kernel';\nexport const id = newId;\n`),
  probe('no-restricted-properties', DOMAIN, 'export const now = Date.now();\n'),
  probe('no-restricted-properties', DOMAIN, 'export const dice = Math.random();\n'),
  probe('no-restricted-properties', DOMAIN, `export const home = process.env['HOME'];\n`),
  probe('no-restricted-syntax', DOMAIN, 'export const now = new Date();\n'),
];

/** The same texts where they are right. */
export const SOUND: readonly LintProbe[] = [
  fence(SCHEMA, 'mongoose'),
  fence(REPOSITORY, '@nestjs/mongoose'),
  fence('src/shared/database/transient.ts', 'mongoose'),
  fence(MODULE, '@nestjs/mongoose'),
  fence('src/shared/queues/bull-queue-gateway.ts', 'bull'),
  fence('src/shared/queues/queues.module.ts', '@nestjs/bull'),
  fence('src/shared/queues/bull-queue-gateway.ts', 'ioredis'),
  fence('src/shared/redis/rate-budget.ts', 'ioredis'),
  fence('src/shared/providers/meta-graph/http-meta-graph.ts', 'undici'),
  probe('no-restricted-properties', 'config/load-config.ts', `export const home = process.env['HOME'];\n`),
  probe(
    'no-restricted-imports',
    DOMAIN,
    `import { createHash } from 'node:crypto';\nexport const hash = createHash;\n`,
  ),
  probe('no-restricted-syntax', DOMAIN, 'export const then = new Date(0);\n'),
  probe('max-lines', 'src/crm/contacts/contacts.controller.spec.ts', lines(301, 'export {};')),
  probe('no-console', 'scripts/demo.mjs', `console.log('hi');\n`),
];
