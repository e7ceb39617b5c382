/** What can be said to a participant, in our own words; the channel encodes it. */
export interface MessageButton {
  title: string;
  /** Comes back as a postback event when tapped. */
  payload?: string;
  /** Opens a web page instead. */
  url?: string;
}

export interface QuickReply {
  title: string;
  payload: string;
}

export type OutgoingContent =
  | { kind: 'text'; text: string; quickReplies?: QuickReply[] }
  | { kind: 'buttons'; text: string; buttons: MessageButton[] };

export interface Attachment {
  /** The channel's own word: image, video, audio, file, share, story_mention … */
  type: string;
  url?: string;
}

/** Two contents are equal for the reader of a thread when the text a person sees is the same. */
export function visibleTextOf(content: OutgoingContent): string {
  return content.text;
}
