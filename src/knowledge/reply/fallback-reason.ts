import type { AiError } from '../../shared/providers/ai';
import type { FallbackReason } from '../domain/reply/reply-proposal';

/** Why a model's reply is missing, in the words of a proposal. */
export function fallbackReasonOf({ class: failure }: AiError): FallbackReason {
  switch (failure) {
    case 'budget':
      return 'no_budget';
    case 'refused':
      return 'refused';
    case 'invalid':
      return 'invalid_output';
    case 'config':
      return 'no_provider';
    case 'limited':
    case 'transient':
    case 'cancelled':
      return 'ai_unavailable';
  }
}
