import { leavesGap } from './leaves-gap';
import type { ReplyProposal } from './reply-proposal';

const proposal = (more: Partial<ReplyProposal>): ReplyProposal => ({
  ...{ action: 'handoff', text: 'A colleague will answer.', mode: 'fixed', reason: 'no_provider' },
  ...{
    escalationReason: null,
    severity: null,
    holdMinutes: 60,
    language: 'en',
    citations: [],
    failed: [],
    tags: [],
    usage: null,
    prompt: [],
  },
  ...more,
});
const CITED = [{ chunkId: 'c', itemId: 'i', title: 't' }];

it.each<[string, Partial<ReplyProposal>, string, boolean]>([
  ['nothing found', {}, 'Do you repair bicycles?', true],
  ['the model cannot answer', { reason: 'cannot_answer' }, 'Do you repair bicycles?', true],
  [
    'an answer from nowhere',
    { reason: 'without_knowledge', action: 'draft', mode: 'generated' },
    'and to Spain?',
    true,
  ],
  ['a short question', {}, '送料は？', true],
  ['a quotation', { mode: 'extractive', citations: CITED }, 'Do you repair bicycles?', false],
  ['a person is wanted', { reason: 'model_escalates' }, 'I want to complain about you', false],
  ['a crisis', { reason: 'crisis' }, 'I want to end it all', false],
  ['a greeting', {}, 'hello there', false],
])('%s', (_what, more, question, expected) => expect(leavesGap(proposal(more), question)).toBe(expected));
