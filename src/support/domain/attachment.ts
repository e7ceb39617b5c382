/** Of one ticket. */
export const ATTACHMENTS_MAX = 20;
const NAME_MAX = 120;

/** What people show a problem with; nothing that runs. By the names that sniffing gives to formats. */
const FORMATS: Readonly<Record<string, { contentType: string; ending: string }>> = {
  png: { contentType: 'image/png', ending: 'png' },
  jpg: { contentType: 'image/jpeg', ending: 'jpg' },
  gif: { contentType: 'image/gif', ending: 'gif' },
  webp: { contentType: 'image/webp', ending: 'webp' },
  mp4: { contentType: 'video/mp4', ending: 'mp4' },
  webm: { contentType: 'video/webm', ending: 'webm' },
  pdf: { contentType: 'application/pdf', ending: 'pdf' },
};

const TEXT = { contentType: 'text/plain; charset=utf-8', ending: 'txt' };

/** Formats that are told by their first bytes and yet are only text. */
const TEXT_FORMATS: ReadonlySet<string> = new Set(['Json']);

export interface AttachmentFormat {
  contentType: string;
  ending: string;
}

/** `names`: of the formats that the first bytes may be. Whatever else has only text in it is text. Null: not taken. */
export function formatOf(names: readonly string[], bytes: Uint8Array): AttachmentFormat | null {
  const known = names.find((name) => Object.hasOwn(FORMATS, name));
  if (known !== undefined) return FORMATS[known] ?? null;
  return names.every((name) => TEXT_FORMATS.has(name)) && isText(bytes) ? TEXT : null;
}

function isText(bytes: Uint8Array): boolean {
  if (bytes.includes(0)) return false;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    // A TypeError is how it says that the bytes are no UTF-8.
    return false;
  }
}

/** As people see it: one line, without folders. */
export function shownNameOf(fileName: string | undefined, format: AttachmentFormat): string {
  const last = (fileName ?? '').split(/[/\\]/).at(-1) ?? '';
  const clean = last
    .replaceAll(/[\p{Cc}\p{Cs}]/gu, '')
    .trim()
    .normalize('NFC');
  return clean === '' ? `file.${format.ending}` : [...clean].slice(0, NAME_MAX).join('');
}

/** Pictures and film are shown where they are; anything else is saved. */
export const dispositionOf = (contentType: string): 'inline' | 'attachment' =>
  /^(image|video)\//.test(contentType) ? 'inline' : 'attachment';

const ENDINGS = new Map([...Object.values(FORMATS), TEXT].map(({ contentType, ending }) => [contentType, ending]));

/** In ASCII, for a header. */
export const storedNameOf = (id: string, contentType: string): string =>
  `${id.slice(0, 12)}.${ENDINGS.get(contentType) ?? 'bin'}`;
