import { fromRoot } from './paths.mjs';

/** Small young generation: resident memory stays below 150 MB, at no cost that could be measured. `npm start` does the same. */
const NODE_FLAGS = ['--max-semi-space-size=8'];

/** Arguments for node that run a program of Parley, built. @param script e.g. `main.js` */
export const appArguments = (script, ...rest) => [...NODE_FLAGS, fromRoot('dist', 'src', script), ...rest];
