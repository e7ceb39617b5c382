import { allTranscripts } from '../../../../test/support/all-transcripts';
import { playTranscript } from '../../../../test/support/transcript';
import { nodeSchema } from './nodes';

/** Replaced by the compiler, whose tests cover it. */
const INLINED: readonly string[] = ['sub_flow'];

const transcripts = allTranscripts();

it.each(transcripts.map((transcript) => [transcript.title, transcript] as const))('%s', (_title, transcript) => {
  playTranscript(transcript);
});

it('covers every type of node', () => {
  const used = new Set(transcripts.flatMap(({ flow }) => flow.nodes.map(({ type }) => type)));
  const types = nodeSchema.options.map(({ shape }) => shape.type.value);
  expect(types.filter((type) => !used.has(type) && !INLINED.includes(type))).toEqual([]);
});

it('tells every scenario once', () => {
  const titles = transcripts.map(({ title }) => title);
  expect(titles.filter((title, index) => titles.indexOf(title) !== index)).toEqual([]);
});
