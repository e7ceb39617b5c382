import { ensureInstalled } from './launcher/install.mjs';
import { LINT_CHECKS } from './testing/checks.mjs';
import { runChecks } from './testing/run-checks.mjs';

const say = (text) => console.log(text);

await ensureInstalled(say);
const { failed } = await runChecks(LINT_CHECKS, say);
process.exitCode = failed === 0 ? 0 : 1;
