import { ensureBuilt } from './launcher/build.mjs';

await ensureBuilt((line) => console.log(line));
