const OWN_FILES = '^.+\\.(ts|js|mjs|cjs)$';
const TRANSFORM = '<rootDir>/jest-transform.cjs';

const base = {
  testEnvironment: '<rootDir>/test/support/test-environment.cjs',
  rootDir: __dirname,
  moduleFileExtensions: ['ts', 'js', 'mjs', 'cjs', 'json'],
  transformIgnorePatterns: [],
  transform: { [OWN_FILES]: TRANSFORM },
  moduleNameMapper: {
    '^@parley/([a-z-]+)$': '<rootDir>/packages/$1/src/index.ts',
    '^node:worker_threads$': '<rootDir>/test/support/worker-threads.cjs',
  },
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/packages/[^/]+/dist/', '<rootDir>/.parley/'],
};

/** One project a tier; `scripts/test.mjs` runs them one after another within their budgets. */
const tier = (displayName, testMatch, extra = {}) => ({ ...base, displayName, testMatch, ...extra });

const withServices = {
  globalSetup: '<rootDir>/test/support/global-setup.ts',
  globalTeardown: '<rootDir>/test/support/global-teardown.ts',
};

module.exports = {
  // For tests that start processes; a test that hangs is cut off, none relies on it.
  testTimeout: 90_000,
  // Classes of earlier files stay registered in the packages that all files of a worker share.
  workerIdleMemoryLimit: '1500MB',
  projects: [
    tier('unit', ['<rootDir>/{src,config,test/architecture,scripts,bench}/**/*.spec.ts'], {
      transform: { [OWN_FILES]: [TRANSFORM, { lateExports: true }] },
    }),
    tier('packages', ['<rootDir>/packages/*/{src,test}/**/*.spec.ts']),
    tier('integration', ['<rootDir>/{src,test}/**/*.int-spec.ts'], {
      ...withServices,
      // No query on tenant data without its tenant, in whatever test it is asked.
      setupFilesAfterEnv: ['<rootDir>/test/support/tenant-scope/watch-integration.ts'],
    }),
    tier('e2e', ['<rootDir>/test/**/*.e2e-spec.ts'], withServices),
    tier('fault', ['<rootDir>/test/**/*.fault-spec.ts'], withServices),
    tier('browser', ['<rootDir>/test/**/*.browser-spec.ts'], withServices),
    tier('long', ['<rootDir>/{src,test,packages}/**/*.long-spec.ts'], withServices),
  ],
};
