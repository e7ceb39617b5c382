import { keywordLoad } from '../flows/keyword-load.mjs';
import { millisecondsACall } from '../flows/measure.mjs';
import { product } from '../flows/product.mjs';
import { absolute } from '../report/absolute.mjs';
import { comparison } from '../report/comparison.mjs';
import { interleaved, pick } from '../rounds.mjs';

const FIGURES = [{ title: 'messages/s matched', name: 'perSecond', aim: { atLeast: 50 } }];
const MOMENT = { now: 0, hours: null };

/** Which of 10,000 keywords a message contains: the index against a loop over all of them. */
export async function matching({ pairs, seconds, say }) {
  const subjects = subjectsFor(keywordLoad());
  const results = await interleaved({
    pairs,
    ours: subjects.index,
    baseline: subjects.loop,
    measure: async (subject) => figuresOf(subject, seconds),
    onPair: say,
  });
  const micros = pick(results, 'micros').map(({ ours }) => ours);
  const explained = [millisecondsACall(subjects.explained, { seconds }) * 1_000];
  return [
    comparison(results, FIGURES),
    absolute([
      { title: 'µs for a message of 100 characters', values: micros, atMost: 10 },
      { title: 'the same with the reason of each of 500 triggers', values: explained },
    ]),
  ].join('\n');
}

function figuresOf(subject, seconds) {
  const micros = millisecondsACall(subject, { seconds }) * 1_000;
  return { micros, perSecond: 1_000_000 / micros };
}

function subjectsFor({ keywords, triggers, messages }) {
  const { TriggerIndex } = product('flows/domain/triggers/trigger-index');
  const { containsKeyword } = product('flows/domain/text/keyword');
  const { foldText } = product('flows/domain/text/fold-text');
  const index = new TriggerIndex(triggers.map((words, order) => ({ owner: order, order, trigger: triggerOf(words) })));
  const match = (text) => index.match({ on: 'dm_message', text, hasLink: false, hasAttachment: false }, MOMENT);
  const loop = (text) => {
    const folded = foldText(text);
    return keywords.filter((keyword) => containsKeyword(folded, keyword));
  };
  const textAt = (call) => messages[call % messages.length];
  const found = messages.map((text) => [match(text).ranked.length, loop(text).length]);
  if (!found.every(([ours, naive]) => ours > 0 === naive > 0)) throw new Error('the index and the loop disagree');
  return {
    index: (call) => match(textAt(call)),
    explained: (call) => match(textAt(call)).considered,
    loop: (call) => loop(textAt(call)),
  };
}

const triggerOf = (keywords) => ({
  nodeId: 'start',
  on: 'dm_message',
  match: { mode: 'keywords', keywords, keywordMatch: 'any' },
  exclude: [],
  foldDiacritics: false,
  requires: [],
  refs: [],
  hours: null,
  priority: 0,
});
