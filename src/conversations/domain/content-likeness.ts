import { type MediaType, type OutgoingContent, visibleTextOf } from './content';

/** A message of ours as the thread, or an echo, shows it. */
export interface Shown {
  text: string;
  /** Their types, in the channel's words; absent where they are not told. */
  attachmentTypes?: readonly string[];
}

/** possible: nothing speaks against it, but other messages would look the same. */
export type Likeness = 'equal' | 'possible' | 'different';

/** Whether what is shown may be this content. A person's own picture of the same kind cannot be told from ours: links change on their way. */
export function likenessOf(content: OutgoingContent, shown: Shown): Likeness {
  const text = visibleTextOf(content);
  if (text !== '' && shown.text === text) return 'equal';
  if (shown.text !== '' || content.kind === 'reaction') return 'different';
  if (text !== '') return isTemplate(content) && mayHold(shown, 'template') ? 'possible' : 'different';
  return likenessOfMedia(content, shown.attachmentTypes);
}

function likenessOfMedia(content: OutgoingContent, types: Shown['attachmentTypes']): Likeness {
  if (types === undefined) return 'possible';
  if (types.length === 0) return 'different';
  if (content.kind === 'media') return equalIf(types.length === 1 && showsAs(content.mediaType, types[0]));
  if (content.kind === 'images')
    return equalIf(types.length === content.urls.length && types.every((type) => type === 'image'));
  return 'possible';
}

/** A thread shows a voice note as a file. */
const showsAs = (type: MediaType, shown: string | undefined): boolean =>
  shown === type || (type === 'audio' && shown === 'file');

const equalIf = (equal: boolean): Likeness => (equal ? 'equal' : 'different');

const mayHold = ({ attachmentTypes }: Shown, type: string): boolean =>
  attachmentTypes === undefined || attachmentTypes.length === 0 || attachmentTypes.includes(type);

const isTemplate = (content: OutgoingContent): boolean =>
  content.kind === 'buttons' ||
  content.kind === 'cards' ||
  (content.kind === 'private-reply' && (content.buttons ?? []).length > 0);
