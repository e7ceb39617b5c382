import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { BROKEN, type LintProbe, SOUND } from './probes/lint-probes';

const ROOT = path.resolve(__dirname, '../..');

/** For each probe the rules that it breaks. */
function lint(probes: readonly LintProbe[]): string[][] {
  const output = execFileSync(process.execPath, [path.join(__dirname, 'probes/lint-texts.mjs')], {
    cwd: ROOT,
    input: JSON.stringify(probes),
    encoding: 'utf8',
  });
  return JSON.parse(output) as string[][];
}

describe('lint rules', () => {
  const found = lint([...BROKEN, ...SOUND]);

  it.each(BROKEN.map((probe, index) => ({ ...probe, index })))('%# $rule fires in $file', ({ rule, index }) => {
    expect(found[index]).toContain(rule);
  });

  it.each(SOUND.map((probe, index) => ({ ...probe, index: BROKEN.length + index })))(
    '%# $rule is content in $file',
    ({ rule, index }) => {
      expect(found[index]).not.toContain(rule);
    },
  );
});
