import { text } from 'node:stream/consumers';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';

/**
 * Reads [{ file, text, typed }], lints each text as if it stood in that file, prints the names of the rules that it breaks.
 * Asking the compiler takes long, so only probes of rules that look at types do.
 */
const typed = new ESLint();
const untyped = new ESLint({
  overrideConfig: [
    tseslint.configs.disableTypeChecked,
    { languageOptions: { parserOptions: { projectService: false } } },
  ],
});

const results = [];
for (const probe of JSON.parse(await text(process.stdin))) {
  const [result] = await (probe.typed ? typed : untyped).lintText(probe.text, { filePath: probe.file });
  results.push((result?.messages ?? []).map(({ ruleId, message }) => ruleId ?? message));
}
process.stdout.write(JSON.stringify(results));
