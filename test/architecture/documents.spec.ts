import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { envSchema } from '../../config';
import { permissionTable, ROLES } from '../../src/shared/auth';
import { DOMAIN_EVENT_TYPES, EVENT_CATALOGUE } from '../../src/shared/events';
import { type ApiDocument, listsOf } from '../support/api-lists';
import { documentedFields, namesIn } from '../support/event-fields';

const ROOT = path.resolve(__dirname, '../..');
const read = (file: string) => readFileSync(path.join(ROOT, file), 'utf8');

const FOR_OPERATORS = ['README.md', 'CONTRIBUTING.md', ...markdownIn('docs'), 'Dockerfile', 'docker-compose.yml'];
const PAGES = [...FOR_OPERATORS.filter((file) => file.endsWith('.md')), ...markdownIn('src')];
const EVERYTHING = [...new Set([...FOR_OPERATORS, ...PAGES, '.ci/run'])];

/** Written like settings, but none. */
const OTHER_CAPITALS = ['VERSION_CONFLICT', 'REFRESH_SUPERSEDED', 'SEND_PAUSE_BOUND', 'CHROMIUM_PATH'];

const manifest = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
const api = JSON.parse(read('openapi.json')) as ApiDocument;

function markdownIn(folder: string): string[] {
  const files = readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' });
  return files.filter((file) => file.endsWith('.md')).map((file) => path.join(folder, file));
}

/** First groups of all matches, each once. */
const found = (file: string, pattern: RegExp): string[] => [
  ...new Set([...read(file).matchAll(pattern)].map((match) => match[1] ?? '')),
];

/** `dist/src/worker.js` is made from `src/worker.ts`. */
const sourceOf = (file: string) => file.replace(/^dist\/(.+)\.js$/, '$1.ts');

describe('documents and deployment', () => {
  it.each(FOR_OPERATORS)('%s names only settings that exist', (file) => {
    const names = found(file, /\b([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)\b/g);
    expect(names.filter((name) => !(name in envSchema.shape) && !OTHER_CAPITALS.includes(name))).toEqual([]);
  });

  it.each(EVERYTHING)('%s names only npm scripts that exist', (file) => {
    const names = [...found(file, /npm run ([\w:-]+)/g), ...found(file, /npm (test|start)\b/g)];
    expect(names.filter((name) => !(name in manifest.scripts))).toEqual([]);
  });

  it.each(EVERYTHING)('%s runs only programs that exist', (file) => {
    const programs = found(file, /((?:dist|scripts|packages)\/[\w/-]+\.m?js)\b/g);
    expect(programs.filter((program) => !existsSync(path.join(ROOT, sourceOf(program))))).toEqual([]);
  });

  it.each(PAGES)('%s links only to what is there', (file) => {
    const links = found(file, /\]\((?!https?:|#)([^)#]+)/g);
    expect(links.filter((link) => !existsSync(path.join(ROOT, path.dirname(file), link)))).toEqual([]);
  });

  it.each(PAGES)('%s names only routes that exist', (file) => {
    const routes = found(file, /`(?:GET |POST )?(\/v1\/[\w/{}-]+)`/g);
    expect(routes.filter((route) => !(route in api.paths))).toEqual([]);
  });

  it('docs/permissions.md is the table of the code', () => {
    const rows = [...read('docs/permissions.md').matchAll(/^\| `([\w.-]+)` +\|(.+)\|$/gm)].map(
      ([, permission, cells = '']) => {
        const [owner, admin, agent, viewer, apiKeys, about] = cells.split('|').map((cell) => cell.trim());
        return { permission, marks: [owner, admin, agent, viewer, apiKeys].map((mark) => mark === '✓'), about };
      },
    );
    const table = permissionTable.map(({ permission, roles, apiKeys, about }) => ({
      permission,
      marks: [...ROLES.map((role) => roles.includes(role)), apiKeys],
      about,
    }));
    expect(rows).toEqual(table);
  });

  it('docs/events.md is the catalogue of the code', () => {
    const rows = [...read('docs/events.md').matchAll(/^\| `([\w.-]+)` +\| `([\w.-]+)` +\|(.+)\|$/gm)].map(
      ([, type, permission, about = '']) => [type, permission, about.trim()],
    );
    expect(rows).toEqual(
      Object.entries(EVENT_CATALOGUE).map(([type, { permission, about }]) => [type, permission, about]),
    );
  });

  it('docs/events.md says what every type of event holds', () => {
    const fields = documentedFields();
    expect([...fields.keys()].sort()).toEqual([...DOMAIN_EVENT_TYPES].sort());
    expect([...fields].filter(([, names]) => names.length === 0)).toEqual([]);
  });

  it('docs/events.md names for every list what keeps it live, or why nothing does', () => {
    const page = read('docs/events.md').replaceAll('\r', '');
    const rows = [...page.matchAll(/^\| `(\/[\w/{}-]+)` +\|(.+)\|$/gm)].map(([, list = '', cell]) => ({ list, cell }));
    const [live = '', still = ''] = page.split('These are fetched when somebody looks:');
    expect([live.length, still.length].every((length) => length > 0)).toBe(true);
    const known: string[] = [...DOMAIN_EVENT_TYPES];
    for (const { list, cell } of rows)
      if (live.includes(`| \`${list}\``))
        expect({
          list,
          unknown: namesIn(cell).filter((type) => !known.includes(type)),
          some: namesIn(cell).length > 0,
        }).toEqual({
          list,
          unknown: [],
          some: true,
        });
    expect(rows.map(({ list }) => list).sort()).toEqual(listsOf(api));
  });

  it('npm scripts run programs that exist', () => {
    const programs = Object.values(manifest.scripts).flatMap((script) => [
      ...script.matchAll(/node (?:--\S+ )*(\S+)/g),
    ]);
    const missing = programs
      .map((match) => match[1] ?? '')
      .filter((program) => !existsSync(path.join(ROOT, sourceOf(program))));
    expect(missing).toEqual([]);
  });

  it('the compose file gives the command line commands that it has', () => {
    const commands = found('docker-compose.yml', /dist\/src\/cli\.js', '([\w-]+)'/g);
    expect(commands).toEqual(['migrate']);
    for (const command of commands) expect(read('src/cli.ts')).toMatch(new RegExp(`^ {2}'?${command}'?: async`, 'm'));
  });

  it('the image is built from files that exist, with the manifest of every package', () => {
    const copied = [...read('Dockerfile').matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap((match) =>
      (match[1] ?? '').split(' '),
    );
    expect(copied.filter((file) => !existsSync(path.join(ROOT, file)))).toEqual([]);
    const packages = readdirSync(path.join(ROOT, 'packages')).map((name) => `packages/${name}/package.json`);
    expect(copied).toEqual(expect.arrayContaining(packages));
  });

  it('the compose file leaves only secrets and a public address to be filled in', () => {
    const given = found('docker-compose.yml', /^ {4}([A-Z][A-Z0-9_]*): /gm);
    const required = Object.entries(envSchema.shape).filter(([, schema]) => !schema.safeParse(undefined).success);
    const left = required.map(([name]) => name).filter((name) => !given.includes(name));
    expect(left).toEqual(['JWT_KEYS', 'ENCRYPTION_KEYS', 'META_APP_SECRETS', 'META_VERIFY_TOKEN']);
  });

  it('nothing mentions a machine or a registry', () => {
    const traces = /\/(?:home|root|work|Users)\/|localhost:4873|https?:\/\/(?:[\w.-]*registry|npm\.)/;
    expect(EVERYTHING.filter((file) => traces.test(read(file)))).toEqual([]);
  });
});
