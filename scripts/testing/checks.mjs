import { fromRoot } from '../launcher/paths.mjs';

const bin = (...parts) => fromRoot('node_modules', ...parts);
const tsc = bin('typescript', 'bin', 'tsc');
const IMPORTED = ['src', 'config', 'migrations', 'test', 'scripts', 'packages'];
/** A linter has no reason to call home. */
const QUIET_REDOCLY = { REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' };

/** What can be said about the code without running it. Each is one command of Node's; `fix` is what a person does about it. */
const STYLE = [
  { name: 'format', args: [bin('prettier', 'bin', 'prettier.cjs'), '--check', '.'], fix: 'npm run format' },
  { name: 'lint', args: [bin('eslint', 'bin', 'eslint.js'), '--max-warnings', '0', '.'] },
  { name: 'imports', args: [bin('dependency-cruiser', 'bin', 'dependency-cruise.mjs'), ...IMPORTED] },
];

const TYPES = ['.', 'packages/embedded-mongo', 'packages/instagram-simulator', 'packages/client'].map((project) => ({
  name: project === '.' ? 'types' : `types of ${project}`,
  args: [tsc, '--noEmit', '-p', fromRoot(project, 'tsconfig.json')],
}));

const GENERATED = [
  { name: 'openapi.json is up to date', args: [fromRoot('scripts', 'openapi.mjs'), '--check'], fix: 'npm run openapi' },
  {
    name: 'openapi.json is sound',
    args: [bin('@redocly', 'cli', 'bin', 'cli.js'), 'lint', 'openapi.json'],
    env: QUIET_REDOCLY,
  },
  {
    name: '.env.example is up to date',
    args: [fromRoot('scripts', 'env-example.mjs'), '--check'],
    fix: 'node scripts/env-example.mjs',
  },
];

export const LINT_CHECKS = STYLE;
export const STATIC_CHECKS = [...STYLE, ...TYPES, ...GENERATED];
