import { type FlowProblem, type ProblemCode, WARNING_CODES, type WarningCode } from './problem';

/** What a check found; the usual advice for its code is added when it is reported. */
export type Finding = Omit<FlowProblem, 'hint'> & { hint?: string };

const HINTS: Record<ProblemCode | WarningCode, string> = {
  malformed: 'Correct the setting; the JSON Schema of flows says what may stand there.',
  too_large: 'Divide the flow, or leave out a sub-flow.',
  duplicate_id: 'Give one of them another id.',
  unknown_node: 'Remove it, or lead it to a node that exists.',
  unknown_handle: 'Start the edge at an exit that the node has.',
  duplicate_edge: 'Remove one of the edges; a router can go several ways.',
  missing_handle: 'Draw an edge from this exit, to an "end" node if nothing else should happen.',
  edge_into_trigger: 'Lead it to the node behind the trigger.',
  no_trigger: 'Add a trigger.',
  unreachable: 'Lead an edge to it, or remove it.',
  endless_loop: 'Put a wait, or a delay of at least a minute, into the loop.',
  template_syntax: 'Write values as {{ vars.name }} and close every brace and tag.',
  unknown_reference: 'Set the variable in a node, or correct the path.',
  too_long: 'Shorten the text, or send it as two messages.',
  too_many: 'Leave some out, or wait for the person in between.',
  conflicting_choices: 'Keep one of the two.',
  unsafe_pattern: 'Write the pattern in RE2 syntax, without look-around and back references.',
  secret_in_text:
    'Remove it here and, since it was in a flow, replace it at its provider; flows read secrets from their configuration.',
  outside_window: 'Shorten the delays before it, or ask something that the person answers before this message.',
  before_first_answer: 'Send one text with a button, and the rest when the person has tapped it or written.',
  no_way_to_person: 'Add a handoff that a trigger, a choice or a condition leads to.',
  no_bot_disclosure: 'Fill in settings.disclosure.text, such as "I am the automated assistant of our shop."',
  not_available: 'Remove it until this installation supports it.',
  unknown_sub_flow: 'Choose a template that is published.',
  recursive_sub_flow: 'Take the sub-flow out of one of the two flows.',
  may_be_too_long: 'Limit a value with the filter truncate, such as {{ vars.name | truncate: 100 }}.',
  may_be_outside_window: 'A message after the window is not sent; shorten the delays before it.',
  unset_variable: 'Set the variable before this node, or give a default.',
};

const WARNINGS: ReadonlySet<string> = new Set(WARNING_CODES);

/** Findings in the order in which they came, each as what it is. None is dropped. */
export function report(findings: readonly Finding[]): { problems: FlowProblem[]; warnings: FlowProblem[] } {
  const problems: FlowProblem[] = [];
  const warnings: FlowProblem[] = [];
  for (const finding of findings) {
    const reported = { ...finding, hint: finding.hint ?? HINTS[finding.code] };
    (WARNINGS.has(finding.code) ? warnings : problems).push(reported);
  }
  return { problems, warnings };
}
