import { compiled, edge, keywords, node } from '../../../../test/support/flow-fixtures';
import { type FlowTestInput, flowTestsSchema } from '../../../flows';
import { runFlowTests } from './run-flow-tests';

/** Whoever follows gets the link; the others are asked to, and looked up again when they say that they do. */
const gate = (left: string) => ({
  nodes: [
    node('start', 'trigger', keywords('link')),
    node('who', 'lookup_profile', { storeAs: 'who' }),
    node('follows', 'condition', { all: [{ left, op: 'equals', right: true }] }),
    node('link', 'send_message', { text: 'Here you are: {{ contact.followerCount }} followers!' }),
    node('ask', 'send_message', { text: 'Follow us first.', quickReplies: [{ id: 'done', title: 'Done' }] }),
    node('sorry', 'send_message', { text: 'Who are you?' }),
  ],
  edges: [
    'start -> who',
    'who -> follows',
    'who.failed -> sorry',
    'follows.true -> link',
    'follows.false -> ask',
    'ask.done -> who',
  ].map(edge),
});

const outcomes = (left: string, ...tests: FlowTestInput[]) =>
  runFlowTests(compiled(gate(left)), flowTestsSchema.parse(tests), []).results;
const persona = { name: 'Ana', followerCount: 12 };

describe.each(['contact.followsBusiness', 'vars.who.followsBusiness'])('a gate on %s', (left) => {
  it('lets followers pass, and asks the others', () => {
    const results = outcomes(
      left,
      {
        name: 'a follower',
        persona: { ...persona, followsBusiness: true },
        steps: [{ say: 'link' }, { expect: { replies: ['Here you are: 12 followers!'] } }],
      },
      {
        name: 'a stranger',
        persona: { ...persona, followsBusiness: false },
        steps: [{ say: 'link' }, { expect: { replies: ['Follow us first.'] } }],
      },
      {
        name: 'somebody of whom it is not told',
        persona,
        steps: [{ say: 'link' }, { expect: { replies: ['Follow us first.'] } }],
      },
      { name: 'nobody', persona: {}, steps: [{ say: 'link' }, { expect: { replies: ['Who are you?'] } }] },
    );
    expect(results.map(({ name, failures }) => ({ name, failures }))).toEqual([
      { name: 'a follower', failures: [] },
      { name: 'a stranger', failures: [] },
      { name: 'somebody of whom it is not told', failures: [] },
      { name: 'nobody', failures: [] },
    ]);
  });
});
