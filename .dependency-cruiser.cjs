/** Lowest first. A domain may import those of lower tiers, through their `index.ts`. */
const TIERS = [
  ['workspace'],
  ['crm', 'knowledge'],
  ['conversations'],
  ['escalations', 'instagram'],
  ['flows'],
  ['automation', 'support'],
  ['reporting', 'admin-logs'],
];

const SHARED = [
  'auth',
  'config',
  'database',
  'events',
  'http',
  'kernel',
  'observability',
  'probes',
  'providers/(ai|vector-store|meta-graph|mail|storage|http-fetch)',
  'queues',
  'realtime',
  'redis',
  'schedule',
  'security',
];

const DOMAINS = TIERS.flat();
const anyOf = (names) => `(${names.join('|')})`;
const ANY_DOMAIN = anyOf(DOMAINS);
const TEST = '\\.(spec|int-spec|e2e-spec|fault-spec|browser-spec|long-spec)\\.ts$';
const OUTER_FILE_KINDS = '^src/[^/]+/(repositories|schemas)/|^src/shared/providers/';

const lowerThan = (tier) => TIERS.slice(0, tier).flat();
const notBelow = (domain, tier) => DOMAINS.filter((other) => other !== domain && !lowerThan(tier).includes(other));

const onlyDownward = TIERS.flatMap((domains, tier) =>
  domains.map((domain) => ({
    name: `only-downward-from-${domain}`,
    comment: `${domain} (tier ${tier}) imports lower tiers only; what it needs from above is a contribution.`,
    severity: 'error',
    from: { path: `^src/${domain}/`, pathNot: TEST },
    to: { path: `^src/${anyOf(notBelow(domain, tier))}/` },
  })),
);

const forbidden = [
  {
    name: 'no-cycle',
    comment: 'A cycle means a missing event or a misplaced concept. Cycles of types alone do no harm.',
    severity: 'error',
    from: {},
    to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
  },
  ...onlyDownward,
  {
    name: 'domain-by-its-index',
    comment: 'The only door into a domain is its index.ts. Migrations declare the indexes of all schemas.',
    severity: 'error',
    from: { path: `^src/([^/]+)/|^src/[^/]+\\.ts$`, pathNot: TEST },
    to: { path: `^src/${ANY_DOMAIN}/`, pathNot: ['^src/$1/', '^src/[^/]+/index\\.ts$'] },
  },
  {
    name: 'migrations-read-schemas',
    comment: 'A migration knows index declarations and the database, not behaviour.',
    severity: 'error',
    from: { path: '^migrations/' },
    to: { path: '^src/', pathNot: ['/schemas/[^/]+\\.ts$', '^src/shared/database/index\\.ts$'] },
  },
  {
    name: 'shared-by-its-index',
    comment: 'Parts of shared/ are used through their index.ts, also by each other.',
    severity: 'error',
    from: { path: '^src/(shared/providers/[^/]+|shared/[^/]+|[^/]+)(/|\\.ts$)', pathNot: TEST },
    to: {
      path: '^src/shared/',
      pathNot: ['^src/$1/', '^src/shared/(providers/)?[^/]+/index\\.ts$', '^src/shared/platform\\.module\\.ts$'],
    },
  },
  {
    name: 'shared-knows-no-domain',
    comment: 'shared/ is below every domain.',
    severity: 'error',
    from: { path: '^src/shared/', pathNot: TEST },
    to: { path: '^(src|migrations)/', pathNot: '^src/shared/' },
  },
  {
    name: 'shared-is-closed',
    comment: 'Code enters shared/ when a second domain needs it; a new part is an ADR.',
    severity: 'error',
    from: {},
    to: { path: '^src/shared/', pathNot: [`^src/shared/${anyOf(SHARED)}/`, '^src/shared/platform\\.module\\.ts$'] },
  },
  {
    name: 'kernel-stands-alone',
    severity: 'error',
    from: { path: '^src/shared/kernel/', pathNot: TEST },
    to: { path: '^(src|config)/', pathNot: '^src/shared/kernel/' },
  },
  {
    name: 'no-junk-drawer',
    comment: 'A folder is named after what it holds.',
    severity: 'error',
    from: {},
    to: {
      path: '/(util|utils|common|helper|helpers|generic|misc)/',
      pathNot: 'node_modules',
    },
  },
  {
    name: 'config-by-one-door',
    comment: 'Settings reach the application through shared/config; boot.ts reads them.',
    severity: 'error',
    from: { path: '^(src|migrations)/', pathNot: [TEST, '^src/shared/config/', '^src/boot\\.ts$'] },
    to: { path: '^config/' },
  },
  {
    name: 'config-stands-alone',
    severity: 'error',
    from: { path: '^config/', pathNot: TEST },
    to: { path: '^(src|migrations|packages|test|scripts)/' },
  },
  {
    name: 'domain-is-pure',
    comment:
      'domain/ holds values of its own and of shared/kernel, computes with zod, luxon, liquidjs, re2js, and hashes. The engine is the pure part of flows, and comes by its index.',
    severity: 'error',
    from: { path: '^src/([^/]+)/domain/', pathNot: TEST },
    to: {
      pathNot: [
        '^src/$1/domain/',
        '^src/shared/kernel/',
        '^node_modules/(zod|luxon|@types/luxon|liquidjs|re2js)/',
        '^(node:)?crypto$',
        '^src/flows/index\\.ts$',
      ],
      dependencyTypesNot: ['type-only'],
    },
  },
  {
    name: 'domain-types-are-near',
    comment: 'Types may come from the rows and ports of the same domain, too, and from doors that the tiers allow.',
    severity: 'error',
    from: { path: '^src/([^/]+)/domain/', pathNot: TEST },
    to: {
      dependencyTypes: ['type-only'],
      path: '^src/|^node_modules/',
      pathNot: [
        '^src/$1/(domain|schemas)/',
        '^src/$1/[^/]+\\.port\\.ts$',
        '^src/([^/]+|shared/[^/]+)/index\\.ts$',
        '^src/shared/kernel/',
        '^node_modules/zod/',
      ],
    },
  },
  {
    name: 'entries-are-thin',
    comment: 'Controllers, routes, processors and listeners call services; data and providers are behind those.',
    severity: 'error',
    from: { path: '^src/.+\\.(controller|routes|processor|listener)\\.ts$' },
    to: { path: OUTER_FILE_KINDS },
  },
  {
    name: 'controllers-stay-home',
    comment: 'A controller shows its own domain.',
    severity: 'error',
    from: { path: '^src/([^/]+)/[^/]+\\.controller\\.ts$' },
    to: { path: `^src/${ANY_DOMAIN}/`, pathNot: '^src/$1/', dependencyTypesNot: ['type-only'] },
  },
  {
    name: 'dto-only-at-the-edge',
    comment: 'Request and response shapes stop at the controller.',
    severity: 'error',
    from: { path: '^src/', pathNot: ['/dto/', '\\.controller\\.ts$', TEST, '^src/shared/http/'] },
    to: { path: '/dto/' },
  },
  {
    name: 'repositories-only-store',
    comment: 'Repositories know rows and the database, not what is decided with them.',
    severity: 'error',
    from: { path: '^src/(.+)/repositories/', pathNot: TEST },
    to: { path: '^src/$1/', pathNot: ['^src/$1/(repositories|schemas|domain)/', '\\.port\\.ts$'] },
  },
  {
    name: 'schemas-are-plain',
    severity: 'error',
    from: { path: '^src/(.+)/schemas/', pathNot: TEST },
    to: { path: '^src/$1/', pathNot: '^src/$1/(schemas|domain)/' },
  },
  {
    name: 'index-hides-storage',
    comment: 'Schemas, repositories and DTOs are nobody else’s business.',
    severity: 'error',
    from: { path: '^src/[^/]+/index\\.ts$' },
    to: { path: '/(schemas|repositories|dto)/' },
  },
  {
    name: 'seed-is-for-the-cli',
    severity: 'error',
    from: { path: '^src/', pathNot: ['^src/seed/', '^src/cli\\.ts$'] },
    to: { path: '^src/seed/' },
  },
  {
    name: 'nothing-imports-entry-points',
    comment: 'The command line builds the API once more, to write its document.',
    severity: 'error',
    from: { path: '^(src|migrations)/', pathNot: '^src/cli\\.ts$' },
    to: { path: '^src/(main|worker|cli)\\.ts$' },
  },
  {
    name: 'model-is-test-only',
    severity: 'error',
    from: { path: '^src/', pathNot: '^src/conversations/model/' },
    to: { path: '^src/conversations/model/' },
  },
  {
    name: 'product-knows-no-tests-or-tools',
    severity: 'error',
    from: { path: '^(src|config|migrations)/', pathNot: TEST },
    to: { path: ['^(packages|test|scripts|bench)/', '^@parley/', TEST] },
  },
  {
    name: 'packages-stand-alone',
    severity: 'error',
    from: { path: '^packages/([^/]+)/' },
    to: {
      path: ['^(src|config|migrations|test|scripts|bench|dist)/', '^packages/', '^@parley/'],
      pathNot: '^packages/$1/',
    },
  },
  {
    name: 'declared-packages-only',
    comment: 'What the product imports is a dependency of the product.',
    severity: 'error',
    from: { path: ['^(src|config|migrations)/', '^packages/[^/]+/src/'], pathNot: [TEST, '^src/conversations/model/'] },
    to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown', 'undetermined'] },
  },
  {
    name: 'resolvable',
    severity: 'error',
    from: {},
    to: { couldNotResolve: true },
  },
  {
    name: 'no-orphan',
    comment: 'A file that nobody imports and that imports nothing is dead.',
    severity: 'error',
    from: {
      orphan: true,
      path: '^(src|config|migrations|packages/[^/]+/src)/',
      pathNot: [TEST, '\\.d\\.ts$', '^packages/client/src/'],
    },
    to: {},
  },
];

module.exports = {
  forbidden,
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules|/dist/' },
    exclude: { path: '(^|/)(dist|\\.parley|coverage)/|^packages/[^/]+/public/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
