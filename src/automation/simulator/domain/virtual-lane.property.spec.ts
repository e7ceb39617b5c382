import fc from 'fast-check';
import { CAPABILITIES, LIMITS } from '../../../../test/support/flow-fixtures';
import { generatedFlows } from '../../../../test/support/flow-generator';
import { compileFlow, flowTestStepSchema } from '../../../flows';
import { type ActionStep, playStep } from './play-step';
import { worldOfFlow } from './run-flow-tests';
import { VirtualLane } from './virtual-lane';
import { newLane, type VirtualLaneState } from './virtual-lane-state';

const flows = generatedFlows
  .map((definition) => compileFlow(definition, { limits: LIMITS, capabilities: CAPABILITIES }))
  .filter((compilation) => compilation.ok)
  .map(({ flow }) => flow);

/** `tap: '*'` stands for whatever was shown last. */
const steps = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.record({ say: fc.constantFrom('prices', 'hello', 'yes', '42', 'ana@example.com') }) },
    { weight: 3, arbitrary: fc.constant({ tap: '*' }) },
    { weight: 2, arbitrary: fc.record({ wait: fc.constantFrom('1s', '20m', '3h', '2d') }) },
    { weight: 1, arbitrary: fc.constant({ takeOver: { for: '1h' } }) },
    { weight: 1, arbitrary: fc.constant({ giveBack: true }) },
    {
      weight: 1,
      arbitrary: fc.record({
        trigger: fc.record({
          type: fc.constantFrom('manual', 'api', 'post_comment', 'referral'),
          text: fc.constant('x'),
        }),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        task: fc.record({
          name: fc.constantFrom('http_request', 'lookup_profile', 'detect_intent', 'ai_reply'),
          outcome: fc.constantFrom({ value: { status: 200, text: 'hi' } }, { error: 'away' }),
        }),
      }),
    },
  ),
  { maxLength: 15 },
);

function act(lane: VirtualLane, step: unknown): void {
  const parsed = flowTestStepSchema.parse(step) as ActionStep;
  const last = lane.state.choices.at(-1)?.title;
  if (!('tap' in parsed)) playStep(lane, parsed);
  else if (last !== undefined) playStep(lane, { tap: last });
}

const stored = (state: VirtualLaneState): VirtualLaneState => JSON.parse(JSON.stringify(state)) as VirtualLaneState;

it('any flow and any conversation: goes on from what was stored, twice the same, and never speaks under a hold', () => {
  fc.assert(
    fc.property(flows, steps, (flow, played) => {
      const world = worldOfFlow({ flow, config: {} }, 'any');
      const begin = newLane({ laneId: 'lane', now: Date.UTC(2026, 0, 7), unanswered: 'pending' });
      const whole = new VirtualLane(world, begin);
      let kept = begin;
      for (const step of played) {
        const before = whole.state.entries;
        act(whole, step);
        const again = new VirtualLane(world, stored(kept));
        act(again, step);
        kept = again.state;
        if ('takeOver' in step) {
          const said = whole.state.timeline.filter(({ kind, number }) => kind === 'bot' && number > before);
          expect(said.every((entry) => 'suppressed' in entry)).toBe(true);
        }
      }
      expect(stored(kept)).toEqual(stored(whole.state));
    }),
    { numRuns: 80 },
  );
});
