import { ApiProperty } from '@nestjs/swagger';
import { DraftCitationResponse } from '../../drafts/dto/reply-draft.response';
import type { MadeSuggestions } from '../suggestions.service';

const MODES = ['generated', 'extractive'] as const;

class SuggestionDoubtResponse {
  /** Which rule, such as `unsupported_fact`. */
  rule: string;

  /** What was found, shortened. */
  found: string;
}

class SuggestionResponse {
  /** To take it into a draft, or to send it as one. */
  id: string;

  text: string;

  @ApiProperty({ enum: MODES, description: 'Written by a model, or quoted from the knowledge.' })
  mode: (typeof MODES)[number];

  /** `passed`, or why it should be looked at, such as `without_knowledge`. */
  reason: string;

  @ApiProperty({ type: [SuggestionDoubtResponse], description: 'What to look at before it is sent.' })
  doubts: SuggestionDoubtResponse[];

  @ApiProperty({ type: [DraftCitationResponse] })
  citations: DraftCitationResponse[];
}

export class SuggestionsResponse {
  /** What the customer has said last, which the replies answer. */
  question: string;

  /** Best first; none when nothing may be said. */
  @ApiProperty({ type: [SuggestionResponse] })
  suggestions: SuggestionResponse[];

  /** `made`, or why no model wrote them, such as `no_provider` or `no_budget`. */
  reason: string;

  language: string;
}

export class RewrittenTextResponse {
  text: string;

  language: string;

  model: string;
}

export function toSuggestionsResponse({
  question,
  suggestions,
  reason,
  language,
}: MadeSuggestions): SuggestionsResponse {
  return {
    question,
    reason,
    language,
    suggestions: suggestions.map(({ id, text, mode = 'generated', citations, failed, ...draft }) => ({
      id,
      text,
      mode,
      reason: draft.reason,
      doubts: failed.map(({ rule, found }) => ({ rule, found })),
      citations: citations.map(({ itemId, title }) => ({ itemId, title })),
    })),
  };
}
