/** Characters between which a joiner is part of the writing: emoji, and scripts that shape their letters. */
const JOINED =
  /\ufe0f|\p{Emoji_Modifier}|[\p{Extended_Pictographic}\p{scx=Arab}\p{scx=Deva}\p{scx=Beng}\p{scx=Gujr}\p{scx=Guru}\p{scx=Knda}\p{scx=Mlym}\p{scx=Orya}\p{scx=Taml}\p{scx=Telu}\p{scx=Sinh}\p{scx=Khmr}\p{scx=Mymr}]/u;
const JOINER = /^[\u200c\u200d]$/;
/** Shown as nothing, or as a blank: they carry what a person does not see. */
const BLANKS = /\u115f|\u1160|\u3164|\uffa0|\u2800|[\u180b-\u180f]/gu;
const UNSEEN = /(?![\n\t\u200c\u200d])[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}]/gu;
/** Selectors of a glyph's variant; only the one for emoji is in use in messages. */
const SELECTORS = /[\ufe00-\ufe0e\u{e0100}-\u{e01ef}]|(?<![\p{Emoji}\u20e3])\ufe0f/gu;
const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
/** More marks on one letter than any language writes. */
const PILED_MARKS = /(\p{M}{4})\p{M}+/gu;

/**
 * A text without what its reader does not see: control and formatting characters, direction overrides, tags, variation
 * selectors, fillers, lone surrogates. Line ends become `\n`. Joiners stay where they shape letters or emoji.
 */
export function visibleText(text: string): string {
  const shown = text
    .replace(/\r\n?|[\u2028\u2029\u0085]/g, '\n')
    .replace(LONE_SURROGATE, '')
    .replace(BLANKS, '')
    .replace(SELECTORS, '')
    .replace(UNSEEN, '')
    .replace(PILED_MARKS, '$1');
  return /[\u200c\u200d]/.test(shown) ? withoutStrayJoiners(shown) : shown;
}

function withoutStrayJoiners(text: string): string {
  const characters = [...text];
  const joins = (at: number) => JOINED.test(characters[at] ?? '');
  return characters.filter((character, at) => !JOINER.test(character) || (joins(at - 1) && joins(at + 1))).join('');
}
