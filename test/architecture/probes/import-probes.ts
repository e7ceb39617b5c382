import type { Files } from './planted-tree';

/** The tiers as the architecture states them, lowest first. Written out here, so that the rules are checked, not repeated. */
export const TIER_OF: Readonly<Record<string, number>> = {
  workspace: 0,
  crm: 1,
  knowledge: 1,
  conversations: 2,
  escalations: 3,
  instagram: 3,
  flows: 4,
  automation: 5,
  support: 5,
  reporting: 6,
  'admin-logs': 6,
};

const DOMAINS = Object.keys(TIER_OF);
const value = 'export const value = 1;\n';
const imports = (...modules: string[]) =>
  `${modules.map((name, index) => `import { value as v${index} } from '${name}';`).join('\n')}\nexport const all = [${modules.map((_, index) => `v${index}`).join(', ')}];\n`;
const importsType = (name: string) => `import type { Row } from '${name}';\nexport type Mine = Row;\n`;

const fakePackage = (name: string): Files => ({
  [`node_modules/${name}/package.json`]: JSON.stringify({ name, version: '1.0.0', main: 'index.js' }),
  [`node_modules/${name}/index.js`]: 'exports.value = 1;\n',
});

/** A small product in which every import is allowed. */
export const LEGAL_TREE: Files = {
  'package.json': JSON.stringify({ dependencies: { zod: '1', mongoose: '1' }, devDependencies: { 'dev-only': '1' } }),
  'tsconfig.json': JSON.stringify({
    compilerOptions: {
      module: 'nodenext',
      moduleResolution: 'nodenext',
      paths: { '@parley/*': ['./packages/*/src/index.ts'] },
    },
  }),
  ...fakePackage('zod'),
  ...fakePackage('mongoose'),
  ...fakePackage('dev-only'),
  ...fakePackage('undeclared'),
  ...Object.fromEntries(DOMAINS.map((domain) => [`src/${domain}/index.ts`, value])),
  'src/domains.ts': imports(...DOMAINS.map((domain) => `./${domain}`)),
  'src/main.ts': imports('./crm', './shared/kernel'),
  'src/cli.ts': imports('./main', './seed/demo'),
  'src/seed/demo.ts': imports('../crm', '../flows'),
  'src/boot.ts': imports('../config'),
  'src/shared/kernel/index.ts': value,
  'src/shared/kernel/ids.ts': `${imports('./index')}export interface Row { id: string }\n`,
  'src/shared/config/index.ts': imports('../../../config'),
  'src/shared/security/index.ts': imports('./secret-box'),
  'src/shared/security/secret-box.ts': imports('../kernel'),
  'src/shared/providers/meta-graph/index.ts': imports('../../kernel'),
  'src/crm/contacts.service.ts': `${imports('./repositories/contacts.repository', './domain/contact', '../workspace', '../shared/security')}export interface Row { id: string }\n`,
  'src/crm/contacts.controller.ts': imports('./contacts.service', './dto/contact.response'),
  'src/crm/contacts.service.spec.ts': imports('./contacts.service', '../../test/support/clock', 'dev-only'),
  'src/crm/dto/contact.response.ts': imports('../domain/contact'),
  'src/crm/domain/contact.ts': `import { createHash } from 'node:crypto';\nimport { value as zod } from 'zod';\nimport { value as kernel } from '../../shared/kernel';\nimport type { Row } from '../schemas/contact.schema';\nexport const value: (Row | unknown)[] = [createHash, zod, kernel];\n`,
  'src/crm/schemas/contact.schema.ts': `${imports('mongoose')}export interface Row { id: string }\n`,
  'src/crm/repositories/contacts.repository.ts': imports('../schemas/contact.schema', '../domain/contact', 'mongoose'),
  'src/automation/domain/decide.ts': `import { value as flows } from '../../flows';\nimport type { value as type } from '../../conversations';\nexport const value: typeof type = flows;\n`,
  'src/conversations/model/explore.ts': imports('./state'),
  'src/conversations/model/state.ts': value,
  'config/index.ts': imports('./schema'),
  'config/schema.ts': imports('zod'),
  'migrations/0001-first.ts': imports('../src/crm/schemas/contact.schema'),
  'packages/client/src/index.ts': imports('./schema'),
  'packages/client/src/schema.ts': value,
  'packages/embedded-mongo/src/index.ts': imports('./store'),
  'packages/embedded-mongo/src/store.ts': value,
  'test/support/clock.ts': imports('../../src/crm/contacts.service'),
};

export interface ImportProbe {
  rule: string;
  /** Breaks the rule. */
  file: string;
  text: string;
  /** What the planted file needs beside it. */
  beside?: Files;
}

const one = (rule: string, file: string, text: string, beside?: Files): ImportProbe => ({ rule, file, text, beside });

export const PROBES: readonly ImportProbe[] = [
  one('no-cycle', 'src/crm/chicken.ts', imports('./egg'), { 'src/crm/egg.ts': imports('./chicken') }),
  one('domain-by-its-index', 'src/automation/deep.service.ts', imports('../crm/contacts.service')),
  one('domain-by-its-index', 'src/seed/deep.ts', imports('../crm/contacts.service')),
  one('domain-by-its-index', 'src/deep.ts', imports('./crm/contacts.service')),
  one('domain-by-its-index', 'src/automation/deep-type.ts', importsType('../crm/contacts.service')),
  one('migrations-read-schemas', 'migrations/0002-clever.ts', imports('../src/crm/contacts.service')),
  one('shared-by-its-index', 'src/crm/back-door.ts', imports('../shared/security/secret-box')),
  one('shared-by-its-index', 'src/shared/http/back-door.ts', imports('../security/secret-box')),
  one('shared-by-its-index', 'src/back-door.ts', imports('./shared/security/secret-box')),
  one('shared-knows-no-domain', 'src/shared/auth/upward.ts', imports('../../crm')),
  one('shared-knows-no-domain', 'src/shared/auth/upward-type.ts', importsType('../../crm')),
  one('shared-is-closed', 'src/crm/new-part.ts', imports('../shared/cache'), { 'src/shared/cache/index.ts': value }),
  one('kernel-stands-alone', 'src/shared/kernel/leaning.ts', imports('../security')),
  one('no-junk-drawer', 'src/crm/untidy.ts', imports('./utils/text'), { 'src/crm/utils/text.ts': value }),
  one('config-by-one-door', 'src/crm/settings.ts', imports('../../config')),
  one('config-stands-alone', 'config/leaning.ts', imports('../src/shared/kernel')),
  one('domain-is-pure', 'src/crm/domain/storing.ts', imports('mongoose')),
  one(
    'domain-is-pure',
    'src/crm/domain/reading.ts',
    `import { readFileSync } from 'node:fs';\nexport const all = readFileSync;\n`,
  ),
  one('domain-is-pure', 'src/crm/domain/serving.ts', imports('../contacts.service')),
  one('domain-is-pure', 'src/crm/domain/row-class.ts', imports('../schemas/contact.schema')),
  one('domain-is-pure', 'src/crm/domain/neighbour.ts', imports('../../workspace')),
  one('domain-types-are-near', 'src/crm/domain/typed.ts', importsType('../contacts.service')),
  one('domain-types-are-near', 'src/crm/domain/typed-by-store.ts', importsType('mongoose')),
  one('entries-are-thin', 'src/crm/short-cut.controller.ts', imports('./repositories/contacts.repository')),
  one('entries-are-thin', 'src/crm/short-cut.processor.ts', imports('./schemas/contact.schema')),
  one('entries-are-thin', 'src/instagram/short-cut.routes.ts', imports('../shared/providers/meta-graph')),
  one('controllers-stay-home', 'src/automation/strolling.controller.ts', imports('../crm')),
  one('dto-only-at-the-edge', 'src/crm/shown.service.ts', imports('./dto/contact.response')),
  one('repositories-only-store', 'src/crm/repositories/clever.repository.ts', imports('../contacts.service')),
  one('schemas-are-plain', 'src/crm/schemas/clever.schema.ts', imports('../contacts.service')),
  one('index-hides-storage', 'src/support/index.ts', imports('./schemas/ticket.schema'), {
    'src/support/schemas/ticket.schema.ts': imports('mongoose'),
  }),
  one('seed-is-for-the-cli', 'src/seeded.ts', imports('./seed/demo')),
  one('nothing-imports-entry-points', 'src/restarting.ts', imports('./main')),
  one('model-is-test-only', 'src/conversations/modelled.ts', imports('./model/explore')),
  one('product-knows-no-tests-or-tools', 'src/crm/tested.ts', imports('../../test/support/clock')),
  one('product-knows-no-tests-or-tools', 'src/crm/specified.ts', imports('./contacts.service.spec')),
  one('product-knows-no-tests-or-tools', 'src/crm/embedded.ts', imports('@parley/embedded-mongo')),
  one('packages-stand-alone', 'packages/client/src/leaning.ts', imports('../../../src/crm')),
  one('packages-stand-alone', 'packages/client/src/sideways.ts', imports('@parley/embedded-mongo')),
  one('declared-packages-only', 'src/crm/developing.ts', imports('dev-only')),
  one('declared-packages-only', 'src/crm/borrowing.ts', imports('undeclared')),
  one('resolvable', 'src/crm/lost.ts', imports('./nowhere')),
  one('no-orphan', 'src/crm/orphan.ts', value),
];

/** A file for each pair of domains, in which the first imports the second. */
export const PAIRS = DOMAINS.flatMap((from) =>
  DOMAINS.filter((to) => to !== from).map((to) => ({ from, to, file: `src/${from}/to-${to}.ts` })),
);

export const pairFiles = (): Files => Object.fromEntries(PAIRS.map(({ to, file }) => [file, imports(`../${to}`)]));

export const probeFiles = (): Files =>
  Object.assign({}, ...PROBES.map(({ file, text, beside }) => ({ [file]: text, ...beside }))) as Files;
