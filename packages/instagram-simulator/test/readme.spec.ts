import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RULES } from '../src/index';
import type { Rule } from '../src/index';

const README = readFileSync(join(__dirname, '..', 'README.md'), 'utf8');

describe('the README', () => {
  it('shows the rules as they are enforced', () => {
    const rows = Object.entries<Rule>(RULES).map(([name, { says, code, subcode, source }]) => {
      const number = subcode === undefined ? String(code) : `${code}/${subcode}`;
      return `| \`${name}\` | ${says} | ${number} | ${source} |`;
    });
    const table = ['| Rule | Refusal | Code | Source |', '| --- | --- | --- | --- |', ...rows].join('\n');
    const shown = /<!-- rules -->\n([\s\S]*?)\n?<!-- \/rules -->/.exec(README)?.[1];
    expect(normalised(shown ?? '')).toEqual(normalised(table));
  });
});

/** Prettier pads the cells of a table. */
const normalised = (table: string): string[] =>
  table
    .trim()
    .split('\n')
    .map((row) => row.replaceAll(/\s+/g, ' ').replaceAll(/-{3,}/g, '---'));
