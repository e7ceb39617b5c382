import js from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

const TESTS = ['**/*.{spec,int-spec,e2e-spec,fault-spec,browser-spec,long-spec}.ts', 'test/**', 'packages/*/test/**'];
const SHIPPED = ['src/**/*.ts', 'config/**/*.ts', 'migrations/**/*.ts', 'packages/*/src/**/*.ts'];
const SCRIPTS = ['scripts/**/*.mjs', 'bench/**/*.{mjs,ts}'];

const readonly = (names) => Object.fromEntries(names.map((name) => [name, 'readonly']));
const NODE_GLOBALS = readonly([...Object.getOwnPropertyNames(globalThis), '__dirname', '__filename']);
const PAGE_GLOBALS = readonly(['window', 'document', 'location', 'fetch', 'EventSource', 'URL', 'URLSearchParams']);
const PAGE_TIMERS = readonly(['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'requestAnimationFrame']);

/** Packages that only one part of `src/` may import, so that everyone else depends on that part. */
const FENCED = {
  mongoose: 'Only in schemas, repositories and shared/database.',
  mongodb: 'Nowhere: mongoose brings the driver.',
  '@nestjs/mongoose': 'Only in schemas, repositories, shared/database and modules.',
  bull: 'Only in shared/queues.',
  '@nestjs/bull': 'Only in shared/queues.',
  ioredis: 'Only in shared/redis and shared/queues.',
  undici: 'Only in shared/providers.',
  openai: 'Only in shared/providers.',
  nodemailer: 'Only in shared/providers.',
  otpauth: 'Only in shared/security.',
};

const CYCLES = { name: '@nestjs/common', importNames: ['forwardRef'], message: 'A cycle: an event is missing.' };
const SETTINGS = { name: 'node:process', message: 'Settings come from config/.' };
const fenced = ([name, message]) => ({ regex: `^${name}(/|$)`, message });

/** Of the fenced packages, `files` may import those in `allowed`. A later fence replaces an earlier one. */
const fence = (files, allowed = []) => ({
  files,
  ignores: TESTS,
  rules: {
    'no-restricted-imports': [
      'error',
      {
        paths: [CYCLES, SETTINGS],
        patterns: Object.entries(FENCED)
          .filter(([name]) => !allowed.includes(name))
          .map(fenced),
      },
    ],
  },
});

/** `domain/` decides from what it is given: no clock, no randomness, no framework, nothing outside the process. */
const pureDomain = {
  files: ['src/*/domain/**/*.ts'],
  ignores: TESTS,
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          { regex: '^(@nestjs/|rxjs|class-)', message: 'domain/ knows no framework.' },
          { regex: '^node:(?!crypto$)', message: 'domain/ reaches nothing outside its arguments.' },
          {
            regex: '^node:crypto$',
            allowImportNames: ['createHash', 'createHmac', 'timingSafeEqual'],
            message: 'domain/ has no randomness.',
          },
          {
            regex: 'shared/kernel(/|$)',
            importNames: ['newId', 'Clock', 'SystemClock', 'faultPoint', 'faultGate'],
            message: 'Ids and the time come in as arguments.',
          },
          ...Object.entries(FENCED).map(fenced),
        ],
      },
    ],
    'no-restricted-properties': [
      'error',
      { object: 'Date', property: 'now', message: 'The time comes in as an argument.' },
      { object: 'Math', property: 'random', message: 'Randomness comes in as an argument.' },
      { object: 'process', property: 'env', message: 'Settings come from config/.' },
    ],
    'no-restricted-syntax': [
      'error',
      {
        selector: 'NewExpression[callee.name="Date"][arguments.length=0]',
        message: 'The time comes in as an argument.',
      },
      { selector: 'CallExpression[callee.name="Date"]', message: 'The time comes in as an argument.' },
    ],
  },
};

export default defineConfig(
  globalIgnores([
    '**/dist/',
    'coverage/',
    '.parley/',
    'test-results/',
    'bench/results/',
    'packages/client/src/schema.ts',
  ]),
  { linterOptions: { noInlineConfig: true } },
  js.configs.recommended,
  tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: {
      globals: NODE_GLOBALS,
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
  },

  // Everywhere
  {
    rules: {
      complexity: ['error', 10],
      'max-depth': ['error', 3],
      'max-params': ['error', 6],
      eqeqeq: 'error',
      'no-var': 'error',
      'prefer-const': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { ignoreRestSiblings: true, argsIgnorePattern: '^_', varsIgnorePattern: '^_' },
      ],
      // Implementations of asynchronous interfaces are `async` also where they have nothing to wait for.
      '@typescript-eslint/require-await': 'off',
    },
  },
  {
    files: ['**/*.ts'],
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/return-await': ['error', 'error-handling-correctness-only'],
    },
  },

  // Size
  {
    files: [...SHIPPED, ...SCRIPTS],
    ignores: TESTS,
    rules: { 'max-lines': ['error', 300], 'max-lines-per-function': ['error', 40] },
  },

  // What ships
  {
    files: SHIPPED,
    ignores: TESTS,
    rules: {
      'no-console': 'error',
      'no-restricted-exports': ['error', { restrictDefaultExports: { direct: true, named: true, defaultFrom: true } }],
    },
  },
  {
    files: ['src/**', 'migrations/**'],
    ignores: TESTS,
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Settings come from config/.' },
      ],
    },
  },
  fence(['src/**/*.ts', 'migrations/**/*.ts']),
  fence(['src/**/*.module.ts'], ['@nestjs/mongoose']),
  fence(['src/**/{schemas,repositories}/**', 'src/shared/database/**'], ['mongoose', '@nestjs/mongoose']),
  fence(['src/shared/redis/**'], ['ioredis']),
  fence(['src/shared/queues/**'], ['bull', '@nestjs/bull', 'ioredis']),
  fence(['src/shared/providers/**'], ['undici', 'openai', 'nodemailer']),
  fence(['src/shared/security/**'], ['otpauth']),
  pureDomain,

  // Stored values may be anything; the classes among them print themselves.
  { files: ['packages/embedded-mongo/src/**'], rules: { '@typescript-eslint/no-base-to-string': 'off' } },

  // Tests look into JSON and at doubles, whose types nobody has written down.
  {
    files: TESTS,
    rules: {
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },

  // Plain JavaScript: types are inferred at best, so only the rules about promises ask for them.
  { files: ['**/*.{js,cjs,mjs}'], extends: [tseslint.configs.disableTypeChecked] },
  {
    files: ['**/*.cjs'],
    languageOptions: { sourceType: 'commonjs' },
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
  {
    files: ['scripts/**/*.mjs'],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/await-thenable': 'error',
    },
  },
  { files: ['packages/*/public/**/*.js'], languageOptions: { globals: { ...PAGE_GLOBALS, ...PAGE_TIMERS } } },
);
