import { runFlowTests } from '../automation';
import { checkContent, type FlowProblem, type FlowTestReport, parseFile } from '../flows';
import { INSTAGRAM_LIMITS } from '../instagram';
import { ALL_CAPABILITIES } from './all-capabilities';

export interface TestedFile {
  passed: boolean;
  /** For people. */
  text: string;
}

const OPTIONS = {
  limits: { ...INSTAGRAM_LIMITS, policy: { botDisclosure: true, wayToPerson: true } },
  capabilities: ALL_CAPABILITIES,
};

/** Compiles a flow file against all that the language knows, and plays its tests. Pure: needs no database. */
export function testFlowFile(source: string): TestedFile {
  const file = parseFile(jsonOf(source));
  if (!file.ok)
    return failed(
      'This is no flow file:',
      file.problems.map(({ field, rule }) => `${field} ${rule}`),
    );
  const check = checkContent(file.content, OPTIONS);
  if (!check.ok) return failed(`"${file.name}" does not compile:`, check.problems.map(problemInWords));
  const { flow, tests, exposedFields } = check.content;
  if (tests.length === 0) return failed(`"${file.name}" has no tests.`, []);
  const report = runFlowTests(flow, tests, exposedFields);
  const warnings = check.warnings.map((warning) => `  warning: ${problemInWords(warning)}`);
  return { passed: report.passed, text: [file.name, ...warnings, ...linesOf(report)].join('\n') };
}

function jsonOf(source: string): unknown {
  try {
    return JSON.parse(source);
  } catch {
    // What is no JSON is no flow file: the parser of those says so.
    return null;
  }
}

function failed(headline: string, problems: readonly string[]): TestedFile {
  return { passed: false, text: [headline, ...problems.map((problem) => `  ${problem}`)].join('\n') };
}

function problemInWords({ code, nodeId, edgeId, path, message }: FlowProblem): string {
  const place = [nodeId ?? edgeId, path].filter((part) => part !== undefined).join(' ');
  return `${place === '' ? '' : `${place}: `}${message} (${code})`;
}

function linesOf({ results, coverage }: FlowTestReport): string[] {
  const tests = results.flatMap(({ name, passed, failures }) => [
    `  ${passed ? 'passed' : 'FAILED'}  ${name}`,
    ...failures.map(({ message }) => `          ${message}`),
  ]);
  const { nodes, branches } = coverage;
  const missed = branches.missing.map(({ nodeId, handle }) => `${nodeId}.${handle}`);
  return [
    ...tests,
    `  nodes     ${nodes.covered} of ${nodes.total}${listed(nodes.missing)}`,
    `  branches  ${branches.covered} of ${branches.total}${listed(missed)}`,
  ];
}

const listed = (missing: readonly string[]): string => (missing.length === 0 ? '' : `, not: ${missing.join(', ')}`);
