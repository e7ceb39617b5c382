/**
 * The same small talk for every subject: a person sends a number, it is kept, compared, answered, and the next one is
 * awaited. Four steps a message: remember, decide, answer, wait.
 */
export const STEPS_A_MESSAGE = 4;
export const LIMIT = 45;
export const SIZES = ['42', '46', '38', '50', '44', '45', '41', '47'];

export const smallTalk = {
  nodes: [
    node('start', 'trigger', { match: { mode: 'any' } }),
    node('wait', 'wait_for_reply', { timeoutSeconds: 3_600 }),
    node('keep', 'set_variable', { name: 'size', value: '{{ message.text }}' }),
    node('big', 'condition', { all: [{ left: 'vars.size', op: 'gte', right: LIMIT }] }),
    node('yes', 'send_message', { text: 'Size {{ vars.size }} is in stock.' }),
    node('no', 'send_message', { text: 'Size {{ vars.size }} must be ordered.' }),
  ],
  edges: [
    edge('start', 'next', 'wait'),
    edge('wait', 'reply', 'keep'),
    edge('wait', 'timeout', 'wait'),
    edge('keep', 'next', 'big'),
    edge('big', 'true', 'no'),
    edge('big', 'false', 'yes'),
    edge('yes', 'next', 'wait'),
    edge('no', 'next', 'wait'),
  ],
};

export const answerTo = (size, big) => (big ? `Size ${size} must be ordered.` : `Size ${size} is in stock.`);

function node(id, type, data) {
  return { id, type, position: { x: 0, y: 0 }, data };
}

function edge(source, sourceHandle, target) {
  return { id: `${source}.${sourceHandle}`, source, sourceHandle, target };
}
