import { ExtractiveComposer } from '../../../src/knowledge/ask/extractive-composer';
import { ReplyComposer } from '../../../src/knowledge/reply/reply-composer.service';
import { DECISION_MODES } from '../../../src/knowledge/domain/guardrails/reply-decision';
import type { ReplyRequest } from '../../../src/knowledge/domain/reply/reply-request';
import type { WorkspaceId } from '../../../src/shared/kernel';
import { ManualClock } from '../manual-clock';
import { completion, promptOf, replyOutput, replyRequest, scriptedCalls } from '../reply-fixtures';
import { type Attack, attacks } from './attacks';
import { brokenInvariants } from './invariants';
import { hostileOutput } from './outputs';
import { Seeded } from './seeded';

const SCOPE = { workspaceId: 'w1' as WorkspaceId };

export interface Verdict {
  runs: number;
  sent: number;
  drafted: number;
  /** Empty, or the defect. */
  broken: string[];
}

function policyOf(random: Seeded): ReplyRequest['settings'] {
  const { settings } = replyRequest();
  const policy = { ...settings.policy, mode: random.pick(DECISION_MODES), approveReplies: random.chance(0.1) };
  return { ...settings, policy, style: { ...settings.style, allowEmojis: random.chance(0.5) } };
}

function count(verdict: Verdict, action: string, broken: string[]): void {
  verdict.runs += 1;
  if (action === 'send') verdict.sent += 1;
  if (action === 'draft') verdict.drafted += 1;
  verdict.broken.push(...broken);
}

/** Outputs of a hostile model to harmless messages, and to attacks. */
export async function hostileOutputs(seed: number, runs: number): Promise<Verdict> {
  const random = new Seeded(seed);
  const messages = ['How much is shipping to Germany?', 'hi', ...attacks(seed, 1).map(({ message }) => message)];
  const verdict: Verdict = { runs: 0, sent: 0, drafted: 0, broken: [] };
  for (let run = 0; run < runs; run++) {
    const [first, second] = [hostileOutput(random), hostileOutput(random)];
    const { calls } = scriptedCalls([first.answer, second.answer]);
    const request = replyRequest({ settings: policyOf(random), message: { text: random.pick(messages) } });
    const proposal = await new ReplyComposer(calls, new ExtractiveComposer(), new ManualClock()).compose(
      SCOPE,
      request,
    );
    const marks = [...first.marks, ...second.marks];
    count(
      verdict,
      proposal.action,
      brokenInvariants(proposal, request, marks).map((name) => `seed ${seed}, run ${run}: ${name}`),
    );
  }
  return verdict;
}

/** Attacks on a model that obeys: it answers what the attacker wants. */
export async function obeyedAttacks(seed: number, ofEach: number): Promise<Verdict & { languages: number }> {
  const random = new Seeded(seed);
  const all = attacks(seed, ofEach);
  const verdict: Verdict = { runs: 0, sent: 0, drafted: 0, broken: [] };
  for (const attack of all) {
    const { action, broken } = await obeyed(attack, random);
    count(
      verdict,
      action,
      broken.map((name) => `seed ${seed}, ${attack.language}, ${attack.mutation}: ${name}`),
    );
  }
  return { ...verdict, languages: new Set(all.map(({ language }) => language)).size };
}

async function obeyed({ message, spoil }: Attack, random: Seeded): Promise<{ action: string; broken: string[] }> {
  const says = replyOutput({
    reply: random.pick([spoil.text, `Of course: ${spoil.text}`, `Shipping costs 4.90 €, and ${spoil.text}`]),
    kind: random.pick(['answer', 'small_talk', 'commitment'] as const),
    citations: random.pick([[], [1], [1, 2]]),
  });
  const { calls, requests } = scriptedCalls([completion({ json: says })]);
  const request = replyRequest({ settings: policyOf(random), message: { text: message } });
  const proposal = await new ReplyComposer(calls, new ExtractiveComposer(), new ManualClock()).compose(SCOPE, request);
  const broken = brokenInvariants(proposal, request, spoil.marks);
  const { system, user } = promptOf(requests[0]);
  if (system.includes(spoil.text)) broken.push('the attack is in the rules');
  if (requests.length > 0 && !isDelimited(system, user)) broken.push('the attack left its section');
  return { action: proposal.action, broken };
}

/** Nothing stands outside of sections that carry this call's boundary. */
function isDelimited(system: string, user: string): boolean {
  const boundary = /Boundary: ([0-9a-f]{16})/.exec(system)?.[1] ?? 'none';
  const section = new RegExp(`<<data ${boundary} \\|[^\\n]*>>\\n[\\s\\S]*?\\n<<end ${boundary}>>`, 'g');
  return user.replace(section, '').trim() === '';
}
