import { type FlowTestStep, parseDuration } from '../../../flows';
import type { Mismatch } from './expectations';
import type { VirtualLane } from './virtual-lane';
import { outcomeOf } from './virtual-lane-state';

/** As long as a person who writes silences the bot in a real conversation. */
const TAKEOVER_MS = 60 * 60_000;

export type ActionStep = Exclude<FlowTestStep, { expect: unknown }>;

/** Does one step in the lane; null when that was possible. */
export function playStep(lane: VirtualLane, step: ActionStep): Mismatch | null {
  if ('tap' in step) return tap(lane, step.tap);
  if ('attach' in step) lane.say(step.say ?? '', [step.attach]);
  else if ('say' in step) lane.say(step.say);
  else if ('trigger' in step) lane.trigger(step.trigger);
  else playCircumstance(lane, step);
  return null;
}

type Circumstance = Extract<
  ActionStep,
  { wait: string } | { takeOver: object } | { giveBack: true } | { task: object }
>;

function playCircumstance(lane: VirtualLane, step: Circumstance): void {
  if ('wait' in step) lane.wait(durationOf(step.wait));
  else if ('takeOver' in step)
    lane.takeOver(step.takeOver.for === undefined ? TAKEOVER_MS : durationOf(step.takeOver.for));
  else if ('giveBack' in step) lane.giveBack();
  else lane.answerTask(step.task.name, outcomeOf(step.task.outcome));
}

/** The format lets only durations through. */
const durationOf = (source: string): number => parseDuration(source) ?? 0;

function tap(lane: VirtualLane, title: string): Mismatch | null {
  if (lane.tap(title)) return null;
  const shown = [...new Set(lane.state.choices.map((choice) => choice.title))];
  const there =
    shown.length === 0 ? 'nothing to tap was shown' : `shown were ${shown.map((it) => `"${it}"`).join(', ')}`;
  return { at: 'tap', expected: title, got: shown, message: `there is nothing to tap called "${title}"; ${there}` };
}
