import js from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

const SOURCES = ['src/**/*.ts', 'config/**/*.ts', 'migrations/**/*.ts', 'packages/*/src/**/*.ts'];
const TESTS = ['**/*.{spec,int-spec,e2e-spec,fault-spec,browser-spec,long-spec}.ts', 'test/**/*.ts', 'packages/*/test/**/*.ts'];
const SCRIPTS = ['scripts/**/*.mjs', 'bench/**/*.{mjs,ts}'];

/** Where a package may be imported within `src/`. Whoever needs what it does elsewhere asks the part that wraps it. */
const FENCED = {
  mongoose: 'schemas, repositories and shared/database',
  mongodb: 'nowhere: mongoose brings the driver',
  '@nestjs/mongoose': 'schemas, repositories, shared/database and modules',
  bull: 'shared/queues',
  '@nestjs/bull': 'shared/queues',
  ioredis: 'shared/redis and shared/queues',
  undici: 'shared/providers',
  openai: 'shared/providers',
};

const ALWAYS_FENCED = [
  { name: '@nestjs/common', importNames: ['forwardRef'], message: 'A cycle: a missing event or a misplaced concept.' },
  { name: 'node:process', message: 'Settings come from config/.' },
];

/** In `files`, of the fenced packages only those in `allowed` may be imported. A later fence replaces an earlier one. */
const fence = (files, allowed) => ({
  files,
  rules: {
    'no-restricted-imports': [
      'error',
      {
        paths: ALWAYS_FENCED,
        patterns: Object.entries(FENCED)
          .filter(([name]) => !allowed.includes(name))
          .map(([name, where]) => ({ regex: `^${name}(/|$)`, message: `Only in ${where}.` })),
      },
    ],
  },
});

const MONGOOSE = ['mongoose', '@nestjs/mongoose'];

export default defineConfig(
  globalIgnores(['**/dist/', '**/node_modules/', 'coverage/', '.parley/', 'test-results/', 'packages/client/src/schema.ts']),
  { linterOptions: { reportUnusedDisableDirectives: 'error', noInlineConfig: true } },
  js.configs.recommended,
  tseslint.configs.recommendedTypeChecked,
  { languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } } },
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
  {
    rules: {
      complexity: ['error', 10],
      'max-depth': ['error', 3],
      'max-params': ['error', 6],
      eqeqeq: 'error',
      'no-var': 'error',
      'prefer-const': 'error',
    },
  },
  {
    files: [...SOURCES, ...SCRIPTS],
    ignores: TESTS,
    rules: {
      'max-lines': ['error', 300],
      'max-lines-per-function': ['error', 40],
    },
  },
  {
    files: SOURCES,
    ignores: TESTS,
    rules: {
      'no-console': 'error',
      'no-restricted-exports': ['error', { restrictDefaultExports: { direct: true, named: true, defaultFrom: true, namedFrom: true, namespaceFrom: true } }],
    },
  },
  { files: ['src/**', 'migrations/**'], rules: { 'no-restricted-properties': ['error', { object: 'process', property: 'env', message: 'Settings come from config/.' }] } },
  fence(['src/**/*.ts', 'migrations/**/*.ts'], []),
  fence(['src/**/*.module.ts'], ['@nestjs/mongoose']),
  fence(['src/**/schemas/**', 'src/**/repositories/**', 'src/shared/database/**'], MONGOOSE),
  fence(['src/shared/redis/**'], ['ioredis']),
  fence(['src/shared/queues/**'], ['bull', '@nestjs/bull', 'ioredis']),
  fence(['src/shared/providers/**'], ['undici', 'openai']),
  { files: ['**/*.{js,cjs,mjs}'], extends: [tseslint.configs.disableTypeChecked] , languageOptions: {globals: {process:'readonly', console: 'readonly', require:'readonly', module:'readonly', __dirname:'readonly', URL:'readonly', fetch:'readonly', setTimeout:'readonly', clearTimeout:'readonly', Buffer:'readonly', document:'readonly', window:'readonly', globalThis:'readonly'}}},
);
