import { linksOf } from '../../shared/kernel';
import { COMMENT_CHARACTERS, COMMENT_HASHTAGS, COMMENT_LINKS } from './meta-limits';

const HASHTAG = /(?:^|[^\p{L}\p{N}_])#[\p{L}\p{N}_]+/gu;

/** The rule of Instagram for comments that this text breaks, in words; null when it may be posted. */
export function problemOfPublicReply(text: string): string | null {
  if (text.trim() === '') return 'The answer has no text.';
  if ([...text].length > COMMENT_CHARACTERS) return `A comment may have at most ${COMMENT_CHARACTERS} characters.`;
  if ((text.match(HASHTAG)?.length ?? 0) > COMMENT_HASHTAGS)
    return `A comment may have at most ${COMMENT_HASHTAGS} hashtags.`;
  if (linksOf(text).filter(({ kind }) => kind === 'link').length > COMMENT_LINKS)
    return `A comment may have at most ${COMMENT_LINKS} link.`;
  return isShouted(text) ? 'A comment may not be written in capital letters only.' : null;
}

/** Of scripts that have capitals. */
function isShouted(text: string): boolean {
  return text.length > 1 && text !== text.toLowerCase() && text === text.toUpperCase();
}
