import { foldDiacritics } from '../text/fold-diacritics';
import { foldText } from '../text/fold-text';
import type { CompiledTrigger } from './compiled-trigger';
import { type FoundWords, IndexedTrigger, Situation } from './indexed-trigger';
import { KeywordTrie } from './keyword-trie';
import type { Stimulus } from './stimulus';
import {
  type Candidate,
  type Considered,
  type MatchMoment,
  TRIGGER_BUCKETS,
  type TriggerMatches,
} from './trigger-match';
import type { TriggerType } from './trigger-types';

export interface TriggerEntry<Owner> {
  owner: Owner;
  trigger: CompiledTrigger;
  /** Lower goes first among equal priorities: the oldest automation. */
  order: number;
}

interface Indexed<Owner> extends TriggerEntry<Owner> {
  indexed: IndexedTrigger;
}

const NO_WORDS: ReadonlySet<number> = new Set();

/** The triggers for one kind of event. */
class Lane<Owner> {
  readonly byWord = { plain: new Map<number, Indexed<Owner>[]>(), folded: new Map<number, Indexed<Owner>[]>() };
  /** Those that no keyword leads to. */
  readonly others: Indexed<Owner>[] = [];

  add(entry: Indexed<Owner>): void {
    if (entry.trigger.match.mode !== 'keywords') this.others.push(entry);
    const byWord = entry.trigger.foldDiacritics ? this.byWord.folded : this.byWord.plain;
    for (const word of new Set(entry.indexed.include)) {
      const entries = byWord.get(word);
      if (entries === undefined) byWord.set(word, [entry]);
      else entries.push(entry);
    }
  }

  /** Every trigger that might fire, each once. */
  candidates({ words }: Situation): Set<Indexed<Owner>> {
    const candidates = new Set(this.others);
    for (const how of ['plain', 'folded'] as const) {
      for (const word of words[how]) this.byWord[how].get(word)?.forEach((entry) => candidates.add(entry));
    }
    return candidates;
  }
}

/**
 * All triggers of a workspace, arranged so that an event finds those that it fires without looking at every keyword.
 * Never changes: build another and swap it. Pure.
 */
export class TriggerIndex<Owner> {
  private readonly tries = { plain: new KeywordTrie(), folded: new KeywordTrie() };
  private readonly lanes = new Map<TriggerType, Lane<Owner>>();
  private readonly entries: readonly Indexed<Owner>[];

  constructor(entries: readonly TriggerEntry<Owner>[]) {
    this.entries = entries.map((entry) => {
      const trie = entry.trigger.foldDiacritics ? this.tries.folded : this.tries.plain;
      return { ...entry, indexed: new IndexedTrigger(entry.trigger, trie) };
    });
    for (const entry of this.entries) {
      const lane = this.lanes.get(entry.trigger.on) ?? new Lane<Owner>();
      this.lanes.set(entry.trigger.on, lane);
      lane.add(entry);
    }
  }

  match(stimulus: Stimulus, moment: MatchMoment): TriggerMatches<Owner> {
    const situation = new Situation(stimulus, this.wordsIn(stimulus.text), moment);
    const candidates = this.lanes.get(stimulus.on)?.candidates(situation) ?? [];
    const ranked = [...candidates]
      .filter(({ indexed }) => indexed.rejection(situation) === null)
      .map((entry) => candidateOf(entry, situation))
      .sort(byRank);
    const { entries } = this;
    return {
      ranked,
      get considered() {
        return entries.map((entry) => consideredOf(entry, situation));
      },
    };
  }

  private wordsIn(text: string): FoundWords {
    const plain = foldText(text);
    return {
      plain: this.tries.plain.find(plain),
      folded: this.tries.folded.isEmpty ? NO_WORDS : this.tries.folded.find(foldDiacritics(plain)),
    };
  }
}

function candidateOf<Owner>(
  { owner, trigger, order, indexed }: Indexed<Owner>,
  situation: Situation,
): Candidate<Owner> {
  const { nodeId, priority, match } = trigger;
  const keyword = indexed.keywordIn(situation);
  return {
    owner,
    nodeId,
    bucket: indexed.bucket,
    priority,
    order,
    ...(keyword === undefined ? {} : { keyword }),
    ...(match.mode === 'intent' ? { intents: match.intents, description: match.description } : {}),
  };
}

function consideredOf<Owner>({ owner, trigger, indexed }: Indexed<Owner>, situation: Situation): Considered<Owner> {
  const rejection = indexed.rejection(situation);
  const detail = rejection === null ? indexed.matchedBy(situation) : rejection.detail;
  const outcome = rejection?.reason ?? 'matched';
  return { owner, nodeId: trigger.nodeId, outcome, ...(detail === undefined ? {} : { detail }) };
}

function byRank(a: Candidate<unknown>, b: Candidate<unknown>): number {
  const bucket = TRIGGER_BUCKETS.indexOf(a.bucket) - TRIGGER_BUCKETS.indexOf(b.bucket);
  return bucket || b.priority - a.priority || a.order - b.order;
}
