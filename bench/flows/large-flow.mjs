/** With a trigger, an end and a handoff, 71 rounds of seven nodes make 500. */
const ROUNDS = 71;

/**
 * A flow of 500 nodes: it asks, waits, remembers, decides and answers, again and again. No two of its texts are the
 * same, nor are those of two versions, so that nothing is remembered from one compilation to the next.
 */
export function largeFlow(version) {
  const rounds = Array.from({ length: ROUNDS }, (_, round) => roundOf(round, version));
  return {
    nodes: [
      node('start', 'trigger', { match: { mode: 'keywords', keywords: ['prices', 'hours'] } }),
      ...rounds.flatMap(({ nodes }) => nodes),
      node('person', 'handoff', { reason: `Asked for a person (${version})` }),
      node('end', 'end', {}),
    ],
    edges: [edge('start', 'next', 'ask-0'), ...rounds.flatMap(({ edges }) => edges)],
  };
}

function roundOf(round, version) {
  const id = (name) => `${name}-${round}`;
  const tag = `${version}.${round}`;
  const answer = `answer_${round}`;
  const after = round + 1 < ROUNDS ? `ask-${round + 1}` : 'end';
  const choices = [
    { id: 'yes', title: 'Yes' },
    { id: 'no', title: 'A person' },
  ];
  return {
    nodes: [
      node(id('ask'), 'send_message', { text: `${tag} Hi {{ contact.name | default: "there" }}, what is it?` }),
      node(id('wait'), 'wait_for_reply', { timeoutSeconds: 600, storeAs: answer }),
      node(id('keep'), 'set_variable', {
        name: `length_${round}`,
        expression: `vars.${answer} | size | plus: ${round}`,
      }),
      node(id('route'), 'router', { branches: branchesOf(answer) }),
      node(id('big'), 'send_message', {
        text: `${tag} {% if vars.${answer} contains "a" %}So {{ vars.${answer} | truncate: 80 }}{% else %}Oh{% endif %}`,
      }),
      node(id('pause'), 'delay', { mode: 'for', amount: 1, unit: 'minutes' }),
      node(id('other'), 'send_message', { text: `${tag} Shall we go on?`, quickReplies: choices }),
    ],
    edges: [
      edge(id('ask'), 'next', id('wait')),
      edge(id('wait'), 'reply', id('keep')),
      edge(id('wait'), 'timeout', id('other')),
      edge(id('keep'), 'next', id('route')),
      edge(id('route'), 'large', id('big')),
      edge(id('route'), 'word', id('other')),
      edge(id('route'), 'else', after),
      edge(id('big'), 'next', id('pause')),
      edge(id('pause'), 'next', after),
      edge(id('other'), 'yes', after),
      edge(id('other'), 'no', 'person'),
    ],
  };
}

const branchesOf = (answer) => [
  { id: 'large', all: [{ left: `vars.${answer}`, op: 'matches', right: '^size \\d+$' }] },
  { id: 'word', any: [{ left: 'message.text', op: 'keywords', right: ['maybe', 'later'] }] },
];

const node = (id, type, data) => ({ id, type, position: { x: 0, y: 0 }, data });
const edge = (source, sourceHandle, target) => ({ id: `${source}.${sourceHandle}`, source, sourceHandle, target });
