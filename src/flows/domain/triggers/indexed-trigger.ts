import { type BusinessHours, isOpen } from '../../../shared/kernel';
import type { CompiledTrigger, TriggerHours } from './compiled-trigger';
import type { KeywordTrie } from './keyword-trie';
import type { Stimulus } from './stimulus';
import type { MatchMoment, RejectionReason, TriggerBucket } from './trigger-match';

/** Numbers of the words that stand in the text, by how it was folded. */
export interface FoundWords {
  plain: ReadonlySet<number>;
  folded: ReadonlySet<number>;
}

/** A stimulus with what triggers ask about it; the workspace's hours are looked up at most once. */
export class Situation {
  private workspaceOpen: boolean | undefined;

  constructor(
    readonly stimulus: Stimulus,
    readonly words: FoundWords,
    private readonly moment: MatchMoment,
  ) {}

  get accountId(): string | undefined {
    return this.moment.accountId;
  }

  isOpen(hours: BusinessHours): boolean {
    return isOpen(hours, new Date(this.moment.now));
  }

  isWorkspaceOpen(): boolean {
    const { hours } = this.moment;
    this.workspaceOpen ??= hours === null || this.isOpen(hours);
    return this.workspaceOpen;
  }
}

export interface Rejection {
  reason: RejectionReason;
  detail?: string;
}

/** A trigger whose words are numbers of the trie that it was added to. */
export class IndexedTrigger {
  readonly bucket: TriggerBucket;
  readonly include: readonly number[];
  private readonly exclude: readonly number[];
  private readonly needsAll: boolean;
  private readonly ownHours: BusinessHours | null;

  constructor(
    readonly trigger: CompiledTrigger,
    private readonly trie: KeywordTrie,
  ) {
    const { match } = trigger;
    this.include = match.mode === 'keywords' ? match.keywords.map((word) => trie.add(word)) : [];
    this.needsAll = match.mode === 'keywords' && match.keywordMatch === 'all';
    this.exclude = trigger.exclude.map((word) => trie.add(word));
    this.bucket = bucketOf(trigger);
    this.ownHours = ownHoursOf(trigger.hours);
  }

  /** The first reason why it does not fire, or null. */
  rejection(situation: Situation): Rejection | null {
    const { stimulus } = situation;
    if (stimulus.on !== this.trigger.on) return { reason: 'other_event', detail: this.trigger.on };
    return (
      this.placeRejection(situation) ??
      this.refRejection(stimulus) ??
      this.wordRejection(this.wordsIn(situation)) ??
      this.requirementRejection(stimulus) ??
      this.hoursRejection(situation)
    );
  }

  /** What it fired for: its keyword, or its ref or payload. */
  matchedBy(situation: Situation): string | undefined {
    const { ref, payload } = situation.stimulus;
    return this.keywordIn(situation) ?? (this.trigger.refs.length > 0 ? (ref ?? payload) : undefined);
  }

  /** The longest of its keywords that the text contains. */
  keywordIn(situation: Situation): string | undefined {
    const words = this.wordsIn(situation);
    let longest: string | undefined;
    for (const number of this.include) {
      if (!words.has(number)) continue;
      const word = this.trie.wordOf(number);
      if (longest === undefined || word.length > longest.length) longest = word;
    }
    return longest;
  }

  private wordsIn({ words }: Situation): ReadonlySet<number> {
    return this.trigger.foldDiacritics ? words.folded : words.plain;
  }

  private placeRejection({ stimulus: { comment }, accountId }: Situation): Rejection | null {
    const { accounts, media } = this.trigger;
    if (accounts !== undefined && (accountId === undefined || !accounts.includes(accountId)))
      return { reason: 'other_account', ...detailOf(accountId) };
    if (media === undefined) return null;
    const { mediaId, originalMediaId } = comment ?? {};
    if ([mediaId, originalMediaId].some((id) => id !== undefined && media.includes(id))) return null;
    return { reason: 'other_post', ...detailOf(mediaId) };
  }

  private refRejection({ ref, payload }: Stimulus): Rejection | null {
    const { refs } = this.trigger;
    if (refs.length === 0 || refs.some((one) => one === ref || one === payload)) return null;
    return { reason: 'other_ref', ...detailOf(ref ?? payload) };
  }

  private wordRejection(words: ReadonlySet<number>): Rejection | null {
    const rejection = this.trigger.match.mode === 'keywords' ? this.keywordRejection(words) : null;
    if (rejection !== null || this.exclude.length === 0) return rejection;
    const excluded = this.exclude.find((word) => words.has(word));
    return excluded === undefined ? null : { reason: 'excluded_word', detail: this.trie.wordOf(excluded) };
  }

  private keywordRejection(words: ReadonlySet<number>): Rejection | null {
    if (!this.needsAll) return this.include.some((word) => words.has(word)) ? null : { reason: 'no_keyword' };
    const missing = this.include.find((word) => !words.has(word));
    return missing === undefined ? null : { reason: 'not_all_keywords', detail: this.trie.wordOf(missing) };
  }

  private requirementRejection({ hasLink, hasAttachment }: Stimulus): Rejection | null {
    const { requires } = this.trigger;
    if (requires.includes('link') && !hasLink) return { reason: 'no_link' };
    return requires.includes('attachment') && !hasAttachment ? { reason: 'no_attachment' } : null;
  }

  private hoursRejection(situation: Situation): Rejection | null {
    const { hours } = this.trigger;
    if (hours === null) return null;
    const open = this.ownHours === null ? situation.isWorkspaceOpen() : situation.isOpen(this.ownHours);
    if (open === (hours.when === 'inside')) return null;
    return { reason: open ? 'inside_hours' : 'outside_hours' };
  }
}

/** To name a ref or a payload is as definite as to name a word. */
function bucketOf({ match, refs }: CompiledTrigger): TriggerBucket {
  if (match.mode === 'keywords') return 'keyword';
  if (match.mode === 'intent') return 'intent';
  return refs.length > 0 ? 'keyword' : 'unqualified';
}

function ownHoursOf(hours: TriggerHours | null): BusinessHours | null {
  if (hours?.own === undefined) return null;
  const { timeZone, days, from, to } = hours.own;
  return { timeZone, weekly: Object.fromEntries(days.map((day) => [day, [{ from, to }]])), exceptions: [] };
}

const detailOf = (detail: string | undefined) => (detail === undefined ? {} : { detail });
