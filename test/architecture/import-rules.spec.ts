import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { LEGAL_TREE, PAIRS, pairFiles, PROBES, probeFiles, TIER_OF } from './probes/import-probes';
import { type Files, plant } from './probes/planted-tree';

const ROOT = path.resolve(__dirname, '../..');
const CRUISER = path.join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
const RULES = path.join(ROOT, '.dependency-cruiser.cjs');
const FOLDERS = ['src', 'config', 'migrations', 'test', 'packages'];

interface Violation {
  rule: { name: string };
  from: string;
  to: string;
}

function violationsIn(folder: string, folders: readonly string[]): { rule: string; from: string }[] {
  const args = [CRUISER, '--config', RULES, '--output-type', 'json', ...folders];
  const output = execFileSync(process.execPath, args, { cwd: folder, encoding: 'utf8', maxBuffer: 2 ** 28 });
  const { violations } = (JSON.parse(output) as { summary: { violations: Violation[] } }).summary;
  return violations.map(({ rule, from }) => ({ rule: rule.name, from }));
}

function violationsOf(files: Files) {
  const tree = plant(files);
  try {
    return violationsIn(tree.folder, FOLDERS);
  } finally {
    tree.remove();
  }
}

describe('import rules', () => {
  it('let a well-built tree pass', () => {
    expect(violationsOf(LEGAL_TREE)).toEqual([]);
  });

  it('hold in this repository', () => {
    expect(violationsIn(ROOT, [...FOLDERS, 'scripts'])).toEqual([]);
  });

  describe('fire', () => {
    const found = violationsOf({ ...LEGAL_TREE, ...probeFiles() });

    it.each(PROBES)('$rule at $file', ({ rule, file }) => {
      expect(found).toContainEqual({ rule, from: file });
    });

    it('each has a probe', () => {
      const { forbidden } = jest.requireActual<{ forbidden: { name: string }[] }>(RULES);
      const names = forbidden.map(({ name }) => name).filter((name) => !name.startsWith('only-downward-from-'));
      expect(names.filter((name) => !PROBES.some(({ rule }) => rule === name))).toEqual([]);
    });
  });

  describe('of the tiers', () => {
    const found = violationsOf({ ...LEGAL_TREE, ...pairFiles() });
    const refused = (from: string, file: string) =>
      found.some((violation) => violation.rule === `only-downward-from-${from}` && violation.from === file);

    it.each(PAIRS)('$from → $to', ({ from, to, file }) => {
      expect(refused(from, file)).toBe((TIER_OF[to] ?? NaN) >= (TIER_OF[from] ?? NaN));
    });
  });
});
