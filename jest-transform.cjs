// Jest on Node 20 cannot require() ESM packages: TypeScript and ESM go through swc to CommonJS, CommonJS passes untouched.
const fs = require('node:fs');
const path = require('node:path');
const { createTransformer } = require('@swc/jest');

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

const moduleKindByFolder = new Map();

/** Nearest package.json decides; a list of package names would fail on nested copies. */
function folderIsEsm(folder) {
  if (moduleKindByFolder.has(folder)) return moduleKindByFolder.get(folder);
  const manifest = path.join(folder, 'package.json');
  const parent = path.dirname(folder);
  let esm = false;
  if (fs.existsSync(manifest)) esm = JSON.parse(fs.readFileSync(manifest, 'utf8')).type === 'module';
  else if (parent !== folder && path.basename(folder) !== 'node_modules') esm = folderIsEsm(parent);
  moduleKindByFolder.set(folder, esm);
  return esm;
}

function isEsm(file) {
  if (file.endsWith('.mjs')) return true;
  if (file.endsWith('.cjs')) return false;
  return folderIsEsm(path.dirname(file));
}

module.exports = {
  ...swc,
  process(source, file, options) {
    const untouched = file.includes('/node_modules/') && !isEsm(file);
    return untouched ? { code: source } : swc.process(source, file, options);
  },
};
