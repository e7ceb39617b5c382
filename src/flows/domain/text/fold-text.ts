const ASCII = /^[\0-\x7f]*$/;

/**
 * The form in which texts are compared: NFKC, without case, single spaces. Upper before lower case also unites
 * letters such as ß and ss; the final sigma is the one letter that this leaves in two forms.
 */
export function foldText(text: string): string {
  if (ASCII.test(text)) return text.toLowerCase().replace(/\s+/g, ' ').trim();
  const caseless = text.normalize('NFKC').toUpperCase().toLowerCase().replace(/ς/g, 'σ');
  return caseless.normalize('NFKC').replace(/\s+/g, ' ').trim();
}
