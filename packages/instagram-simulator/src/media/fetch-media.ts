import { BrokenRule } from '../rules/broken-rule';
import type { Attachment, MessageContent } from '../world/model';
import { factsOf } from './media-library';

const TIMEOUT_MS = 10_000;

/** The content with what was found at the addresses of its attachments; throws BrokenRule where nothing was. */
export async function withFetchedMedia(content: MessageContent): Promise<MessageContent> {
  if (content.attachments === undefined) return content;
  return { ...content, attachments: await Promise.all(content.attachments.map(fetched)) };
}

async function fetched(attachment: Attachment): Promise<Attachment> {
  const url = attachment.payload?.['url'];
  if (typeof url !== 'string') return attachment;
  const answer = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) }).catch(() => null);
  if (answer === null || !answer.ok) throw new BrokenRule('mediaFetch');
  const contentType = answer.headers.get('content-type') ?? '';
  const bytes = Buffer.from(await answer.arrayBuffer());
  return { ...attachment, payload: { ...attachment.payload, fetched: factsOf({ contentType, bytes }) } };
}
