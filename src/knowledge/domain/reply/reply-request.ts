import type { DecisionMode } from '../guardrails/reply-decision';
import type { FoundChunk } from '../found-chunks';
import type { ReplyStyle } from '../style/reply-style';

/** Who answers, and within which bounds: a workspace's settings, and what a flow's node changes of them. */
export interface ReplySettings {
  assistant: {
    name: string | null;
    description: string | null;
    /** The workspace's own words to the model; what they state counts as said by the business. */
    prompt: string | null;
  };
  style: ReplyStyle;
  policy: {
    mode: DecisionMode;
    approveReplies: boolean;
    /** When a person is needed, in the workspace's words, and messages of that kind. */
    guidelines: string | null;
    examples: readonly string[];
    /** How long the bot is silent after a handoff; null: it is not silenced. */
    holdMinutes: number | null;
  };
  /** Hosts that replies may link to, beside those of the business's own texts. */
  allowedHosts: readonly string[];
  /** What customers are written to in when nothing else tells: BCP 47. */
  defaultLanguage: string;
}

/** What customers may know of the business. */
export interface BusinessFacts {
  businessName: string | null;
  description: string | null;
  tone: string | null;
  location: string | null;
  website: string | null;
  catalogue: readonly { name: string; description?: string | undefined; price?: string | undefined }[];
  documents: readonly { title: string; url: string }[];
  /** A line for each weekday. */
  hours: readonly string[];
  timeZone: string;
}

export interface PastMessage {
  from: 'customer' | 'bot' | 'person';
  text: string;
}

/** A piece of knowledge that was found for the message. */
export type Passage = Omit<FoundChunk, 'id'> & { chunkId: string };

export interface ReplyRequest {
  settings: ReplySettings;
  business: BusinessFacts;
  /** What the reply should do here, in the flow's words; may quote the customer. */
  task: string | null;
  /** Oldest first, without the message itself. */
  history: readonly PastMessage[];
  /** Of what was said before the history. */
  summary: string | null;
  /** Best first. */
  passages: readonly Passage[];
  message: {
    text: string;
    /** Pictures that the customer has sent: https, or data URLs. */
    imageUrls?: readonly string[];
  };
}
