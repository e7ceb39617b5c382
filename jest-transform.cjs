// TypeScript goes through swc. The packages that we import are not loaded by jest, file by file, but once a worker, by Node.
const { createRequire } = require('node:module');
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

const PACKAGES = `${path.sep}node_modules${path.sep}`;
const shared = new Set(Object.keys({ ...dependencies, ...devDependencies }));
const LOAD = Symbol.for('parley.test.load-package');
globalThis[LOAD] = createRequire(__filename);

function packageOf(file) {
  const [scopeOrName, name] = file.slice(file.lastIndexOf(PACKAGES) + PACKAGES.length).split(path.sep);
  return scopeOrName.startsWith('@') ? `${scopeOrName}/${name}` : scopeOrName;
}

module.exports = {
  ...swc,
  process(source, file, options) {
    if (!file.includes(PACKAGES)) return swc.process(source, file, options);
    if (!shared.has(packageOf(file))) return { code: source };
    return { code: `module.exports = globalThis[Symbol.for('parley.test.load-package')](__filename);` };
  },
};
