import { createRequire } from 'node:module';
import { fromRoot } from '../../scripts/launcher/paths.mjs';

const require = createRequire(import.meta.url);

/** What the built product exports from a file of `src/`. */
export const product = (file) => require(fromRoot(`dist/src/${file}.js`));
