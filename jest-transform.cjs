// TypeScript goes through swc. The packages that we import are not loaded by jest, file by file, but once a worker, by Node.
const { createRequire } = require('node:module');
const { createHash } = require('node:crypto');
const { readFileSync } = require('node:fs');
const path = require('node:path');
const { createTransformer } = require('@swc/jest');
const { dependencies, devDependencies } = require('./package.json');

const swc = createTransformer({
  swcrc: false,
  sourceMaps: 'inline',
  module: { type: 'commonjs' },
  jsc: {
    target: 'es2022',
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true },
  },
});

/** What this file does to others counts, too. */
const ownText = createHash('sha256').update(readFileSync(__filename)).digest('hex').slice(0, 8);
const PACKAGES = `${path.sep}node_modules${path.sep}`;
const shared = new Set(Object.keys({ ...dependencies, ...devDependencies }));
const LOAD = Symbol.for('parley.test.load-package');
globalThis[LOAD] = createRequire(__filename);

function packageOf(file) {
  const [scopeOrName, name] = file.slice(file.lastIndexOf(PACKAGES) + PACKAGES.length).split(path.sep);
  return scopeOrName.startsWith('@') ? `${scopeOrName}/${name}` : scopeOrName;
}

const IMPORT = /^const (\w+) = require\(("[^"]+")\);$/gm;

/**
 * What a domain exports is loaded when somebody looks at it, so that a test of one pure function does not load every
 * domain below. For an `index.ts` that does nothing but re-export by name.
 */
function withLateExports(code) {
  const targets = new Map([...code.matchAll(IMPORT)].map(([, name, target]) => [name, target]));
  const late = code
    .replace(IMPORT, '')
    .replace(/return (\w+)\.(\w+);/g, (line, name, member) =>
      targets.has(name) ? `return require(${targets.get(name)}).${member};` : line,
    );
  return [...targets.keys()].some((name) => new RegExp(`\\b${name}\\b`).test(withoutMap(late))) ? code : late;
}

const withoutMap = (code) => code.slice(0, code.lastIndexOf('//# sourceMappingURL='));

function processOwn(source, file, options) {
  const result = swc.process(source, file, options);
  const isLate = options.transformerConfig.lateExports === true && path.basename(file) === 'index.ts';
  return isLate ? { ...result, code: withLateExports(result.code) } : result;
}

module.exports = {
  ...swc,
  getCacheKey: (...args) => `${swc.getCacheKey(...args)}${ownText}`,
  process(source, file, options) {
    if (!file.includes(PACKAGES)) return processOwn(source, file, options);
    if (!shared.has(packageOf(file))) return { code: source };
    return { code: `module.exports = globalThis[Symbol.for('parley.test.load-package')](__filename);` };
  },
};
