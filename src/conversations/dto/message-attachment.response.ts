export class MessageFileResponse {
  id: string;

  /** Told of what people sent. */
  contentType?: string;

  bytes?: number;
}

/** Made by a machine, which may be wrong; the recording is what counts. */
export class TranscriptResponse {
  text: string;

  /** As the machine calls it. */
  language?: string;

  /** Which model has heard it. */
  model: string;

  at: Date;
}

export class MessageAttachmentResponse {
  /** image, video, audio, file, share, ig_reel, ig_post, story_mention, ephemeral … */
  type: string;

  /** At Instagram; it expires within days. */
  url?: string;

  title?: string;

  /** The post, reel or story that was shared. */
  mediaId?: string;

  /** Stays a link: Meta forbids a copy. */
  isStory?: boolean;

  /** To be seen once, in the app alone. */
  isEphemeral?: boolean;

  /** Our own copy. */
  file?: MessageFileResponse;

  /** Of one that is copied: `waiting`, `stored`, or `unavailable` for the reason in `problem`. */
  state?: string;

  problem?: string;

  /** What a voice note says, as a machine has heard it. */
  transcript?: TranscriptResponse;

  /** Why there are no words: `too-long`, `no-file`, `not-understood`, `silent`, `no-budget` or `unavailable`. */
  transcriptProblem?: string;
}
