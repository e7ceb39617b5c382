import { largeFlow } from '../flows/large-flow.mjs';
import { millisecondsACall } from '../flows/measure.mjs';
import { product } from '../flows/product.mjs';
import { absolute } from '../report/absolute.mjs';

const TEXT = { bytes: 1_000, characters: 1_000 };
const OPTIONS = {
  limits: {
    text: TEXT,
    buttonText: { ...TEXT, characters: 640 },
    maxButtons: 3,
    maxQuickReplies: 13,
    choiceTitleCharacters: 20,
    windowHours: 24,
    policy: { botDisclosure: false, wayToPerson: true },
  },
  capabilities: { tasks: [], messages: [], triggers: ['dm_message'] },
};
const WARM_UP = 50;
const PREPARED = 50;

/** From a definition of 500 nodes that was never seen to the artefact that sessions run. */
export async function compile({ pairs, seconds }) {
  const { compileFlow } = product('flows/domain/compile/compile-flow');
  const runs = Array.from({ length: pairs }, (_, run) => {
    const flows = Array.from({ length: PREPARED }, (_unused, index) => largeFlow(`${run}-${index}`));
    return millisecondsACall((call) => compiled(compileFlow, flows[call % PREPARED]), { seconds, warmUp: WARM_UP });
  });
  return absolute([{ title: 'ms to compile 500 nodes', values: runs, atMost: 10 }]);
}

function compiled(compileFlow, definition) {
  const compilation = compileFlow(definition, OPTIONS);
  if (!compilation.ok) throw new Error(`the flow has problems: ${JSON.stringify(compilation.problems.slice(0, 3))}`);
  return compilation.flow;
}
