import { CAPABILITIES, flow, LIMITS, node } from '../../../../test/support/flow-fixtures';
import { compileFlow } from './compile-flow';

const comment = node('comment', 'trigger', { on: 'post_comment' });
const message = node('message', 'trigger', { on: 'dm_message' });
const say = (id: string, data: Record<string, unknown> = {}) => node(id, 'send_message', { text: 'Hello', ...data });
const menu = (id: string) => say(id, { buttons: [{ id: 'yes', title: 'Yes' }] });
const wait = node('wait', 'wait_for_reply', { timeoutSeconds: 60 });
const end = node('end', 'end');

/** Nodes that come too early. */
function tooEarly(nodes: ReturnType<typeof node>[], edges: string[]): (string | undefined)[] {
  const compilation = compileFlow(flow(nodes, edges), { limits: LIMITS, capabilities: CAPABILITIES });
  const problems = compilation.ok ? [] : compilation.problems;
  expect(problems.filter(({ code }) => code !== 'before_first_answer')).toEqual([]);
  return problems.map(({ nodeId }) => nodeId);
}

it.each<[string, ReturnType<typeof node>[], string[], string[]]>([
  ['one message', [comment, say('a')], ['comment -> a'], []],
  ['two messages', [comment, say('a'), say('b')], ['comment -> a', 'a -> b'], ['b']],
  ['the second one after an answer', [comment, menu('a'), say('b')], ['comment -> a', 'a.yes -> b'], []],
  [
    'the second one after any answer, and one when nobody answers',
    [comment, say('a'), wait, say('b'), say('c')],
    ['comment -> a', 'a -> wait', 'wait.reply -> b', 'wait.timeout -> c'],
    ['c'],
  ],
  [
    'the second one after a delay',
    [comment, say('a'), node('later', 'delay', { mode: 'for', amount: 1, unit: 'hours' }), say('b')],
    ['comment -> a', 'a -> later', 'later -> b'],
    ['b'],
  ],
  [
    'a picture',
    [comment, say('a', { media: { type: 'image', url: 'https://example.com/a.png' } })],
    ['comment -> a'],
    ['a'],
  ],
  [
    'cards alone',
    [comment, node('a', 'send_message', { cards: [{ title: 'A', subtitle: 'B' }] })],
    ['comment -> a'],
    ['a'],
  ],
  [
    'a handoff that says something',
    [comment, say('a'), node('b', 'handoff', { reason: 'r', text: 'One moment.' })],
    ['comment -> a', 'a -> b'],
    ['b'],
  ],
  ['two messages to somebody who wrote', [message, say('a'), say('b')], ['message -> a', 'a -> b'], []],
  [
    'a path of both',
    [comment, message, say('a'), say('b'), end],
    ['comment -> b', 'message -> a', 'a -> b', 'b -> end'],
    [],
  ],
  [
    'a loop that the person goes round',
    [comment, menu('a'), say('b'), wait, end],
    ['comment -> a', 'a.yes -> b', 'b -> wait', 'wait.reply -> a', 'wait.timeout -> end'],
    [],
  ],
])('whoever commented is sent one text before they answer: %s', (_, nodes, edges, early) => {
  expect(tooEarly(nodes, edges)).toEqual(early);
});
