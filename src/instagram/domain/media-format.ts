import { MEDIA_BYTES, MEDIA_FORMATS } from './meta-limits';

export type MediaKind = keyof typeof MEDIA_BYTES;

/** Of a file whose first bytes told nothing better; nobody opens it by itself. */
export const ANY_TYPE = 'application/octet-stream';

/** What the first bytes of a file say, by the names that sniffing gives to formats; a container may hold several kinds. */
const FORMATS: Readonly<Record<string, Partial<Record<MediaKind, string>>>> = {
  png: { image: 'image/png' },
  jpg: { image: 'image/jpeg' },
  gif: { image: 'image/gif' },
  webp: { image: 'image/webp' },
  heif: { image: 'image/heif' },
  mp4: { video: 'video/mp4', audio: 'audio/mp4' },
  mov: { video: 'video/quicktime' },
  avi: { video: 'video/x-msvideo' },
  ogx: { video: 'video/ogg', audio: 'audio/ogg' },
  webm: { video: 'video/webm', audio: 'audio/webm' },
  aac: { audio: 'audio/aac' },
  wav: { audio: 'audio/wav' },
  mp3: { audio: 'audio/mpeg' },
  pdf: { file: 'application/pdf' },
};

/** `names`: of the formats that the first bytes may be, the likeliest first. Null: this is no such file. */
export function contentTypeOf(kind: MediaKind, names: readonly string[]): string | null {
  const found = names.map((name) => (Object.hasOwn(FORMATS, name) ? FORMATS[name]?.[kind] : undefined));
  const type = found.find((one) => one !== undefined);
  return type ?? (kind === 'file' ? ANY_TYPE : null);
}

export interface SendableMedia {
  kind: MediaKind;
  contentType: string;
  maxBytes: number;
}

const KINDS: readonly MediaKind[] = ['image', 'video', 'audio', 'file'];

/** What a file can be sent as: `wanted`, or the first kind that Instagram takes it for. Null: it takes it for nothing. */
export function sendableAs(names: readonly string[], wanted?: MediaKind): SendableMedia | null {
  for (const kind of wanted === undefined ? KINDS : [wanted]) {
    const contentType = contentTypeOf(kind, names);
    const taken: readonly string[] = MEDIA_FORMATS[kind];
    if (contentType !== null && taken.includes(contentType)) return { kind, contentType, maxBytes: MEDIA_BYTES[kind] };
  }
  return null;
}

const EXTENSIONS: Readonly<Record<string, string>> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/gif': 'gif',
  'image/webp': 'webp',
  'image/heif': 'heic',
  'video/mp4': 'mp4',
  'video/quicktime': 'mov',
  'video/x-msvideo': 'avi',
  'video/ogg': 'ogv',
  'video/webm': 'webm',
  'audio/mp4': 'm4a',
  'audio/ogg': 'ogg',
  'audio/webm': 'weba',
  'audio/aac': 'aac',
  'audio/wav': 'wav',
  'audio/mpeg': 'mp3',
  'application/pdf': 'pdf',
};

/** In ASCII, as Meta wants it; says nothing of who sent the file. */
export const fileNameOf = (fileId: string, contentType: string): string =>
  `${fileId.slice(0, 12)}.${EXTENSIONS[contentType] ?? 'bin'}`;

/** Pictures, sound and film are shown where they are; anything else is saved, since it might hold a program. */
export const dispositionOf = (contentType: string): 'inline' | 'attachment' =>
  /^(image|video|audio)\//.test(contentType) ? 'inline' : 'attachment';
