import { SIZES, STEPS_A_MESSAGE } from '../flows/small-talk.mjs';
import { engineTalker, reducerTalker, rulesTalker, xstateTalker } from '../flows/talkers.mjs';
import { absolute } from '../report/absolute.mjs';
import { comparison } from '../report/comparison.mjs';
import { interleaved, pick } from '../rounds.mjs';

/** A session is renewed after so many messages, well before its cap on steps. */
const MESSAGES_A_SESSION = 200;
const BATCH = 1_000;
const WARM_UP = 20_000;

const AGAINST_XSTATE = [{ title: 'steps/s', name: 'perSecond', aim: { atLeast: 10 } }];
const SHOWN = [{ title: 'steps/s', name: 'perSecond' }];

/**
 * Steps through a flow: Parley's engine beside xstate, json-rules-engine, and a reducer written by hand. A second is one
 * of processor time, so that a busy machine does not count.
 */
export async function engine({ pairs, seconds, say }) {
  const ours = engineTalker();
  const against = async (baseline) => {
    await compare(ours, baseline);
    const measure = (talker) => stepsPerSecond(talker, seconds / 3);
    return interleaved({ pairs, ours, baseline, measure, onPair: say });
  };
  const xstate = await against(xstateTalker());
  const values = pick(xstate, 'perSecond').map((round) => round.ours);
  return [
    absolute([{ title: 'steps/s of the engine', values, atLeast: 1_000_000 }]),
    `against xstate:\n${comparison(xstate, AGAINST_XSTATE)}`,
    `against json-rules-engine, which only decides:\n${comparison(await against(rulesTalker()), SHOWN)}`,
    `against a reducer written by hand:\n${comparison(await against(reducerTalker()), SHOWN)}`,
  ].join('\n\n');
}

/** A subject that says something else is not measured. */
async function compare(ours, baseline) {
  ours.restart();
  baseline.restart();
  for (const size of SIZES) {
    const [wanted, said] = [ours.talk(size), await baseline.talk(size)];
    if (said !== wanted) throw new Error(`"${said}" was said in place of "${wanted}"`);
  }
}

async function stepsPerSecond(talker, seconds) {
  await sendMessages(talker, WARM_UP);
  const startedAt = performance.now();
  const before = process.cpuUsage();
  let messages = 0;
  while (performance.now() - startedAt < seconds * 1_000) {
    await sendMessages(talker, BATCH);
    messages += BATCH;
  }
  const { user, system } = process.cpuUsage(before);
  return { perSecond: (messages * STEPS_A_MESSAGE * 1_000_000) / (user + system) };
}

/** A subject that answers at once is not made to wait for a promise. */
async function sendMessages({ talk, restart }, count) {
  for (let index = 0; index < count; index += 1) {
    if (index % MESSAGES_A_SESSION === 0) restart();
    const answer = talk(SIZES[index % SIZES.length]);
    if (typeof answer !== 'string') await answer;
  }
}
