/** Least urgent first: an escalation's rank is its place in here. */
export const SEVERITIES = ['low', 'normal', 'high', 'critical'] as const;
export type Severity = (typeof SEVERITIES)[number];

export const rankOf = (severity: Severity): number => SEVERITIES.indexOf(severity);

export const isSeverity = (value: unknown): value is Severity => SEVERITIES.some((severity) => severity === value);

export const worse = (a: Severity, b: Severity): Severity => (rankOf(a) >= rankOf(b) ? a : b);

/** What a workspace says about how urgent something is. The first rule that fits decides. */
export interface SeverityRule {
  /** Reasons as flows and the assistant state them; one must be equal, whatever its case. Absent: any. */
  reasons?: readonly string[] | undefined;
  /** Words or phrases; one must occur as whole words in reason or summary. Absent: any. */
  words?: readonly string[] | undefined;
  severity: Severity;
}

export interface Need {
  reason: string;
  summary: string;
  /** What the assistant, or who asks, takes it for. */
  proposed?: Severity;
}

const DEFAULT_SEVERITY: Severity = 'normal';

/** A rule of the workspace lifts or lowers what is proposed; without one, the proposal stands. */
export function severityOf(rules: readonly SeverityRule[], need: Need): Severity {
  const rule = rules.find((one) => fits(one, need));
  return rule?.severity ?? need.proposed ?? DEFAULT_SEVERITY;
}

function fits({ reasons, words }: SeverityRule, { reason, summary }: Need): boolean {
  const isReason = reasons === undefined || reasons.some((one) => fold(one) === fold(reason));
  const said = ` ${wordsOf(`${reason} ${summary}`)} `;
  return isReason && (words === undefined || words.some((one) => said.includes(` ${wordsOf(one)} `)));
}

const fold = (text: string): string => text.normalize('NFKC').trim().toLowerCase();
const wordsOf = (text: string): string =>
  fold(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
    .join(' ');
