import { AutomationPlayer, text } from '../../../test/support/automation-player';
import { anyMessage, compiled, flow, node } from '../../../test/support/flow-fixtures';

const ANSWERING = compiled(
  flow(
    [
      node('start', 'trigger', anyMessage),
      node('note', 'add_note', { text: 'wrote' }),
      node('answer', 'ai_reply', { instructions: 'Answer.' }),
      node('lead', 'capture_goal', { goal: 'lead' }),
      node('person', 'handoff', { reason: 'needs a person' }),
    ],
    [
      'start -> note',
      'note -> answer',
      'answer.next -> lead',
      'answer.escalate -> person',
      'answer.error -> person',
      'lead -> person',
    ],
  ),
);

describe('a task of a model', () => {
  it('says which node of which version asked for it, and what that flow is for; others say nothing', () => {
    const player = new AutomationPlayer().with('shop', ANSWERING);
    player.take(text('hello'));
    const tasks = player.decisions.flatMap((decision) => decision.tasks);
    const told = tasks.map(({ kind, asker }) => [kind, asker]);
    expect(told).toContainEqual(['add_note', undefined]);
    expect(told).toContainEqual(['ai_reply', { versionId: 'shop-v1', nodeId: 'answer', goal: 'lead' }]);
  });
});
