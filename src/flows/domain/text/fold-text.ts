/**
 * The form in which texts are compared: NFKC, without case, single spaces. Upper before lower case also unites
 * letters such as ß and ss; the final sigma is the one letter that this leaves in two forms.
 */
export function foldText(text: string): string {
  const caseless = text.normalize('NFKC').toUpperCase().toLowerCase().replace(/ς/g, 'σ');
  return caseless.normalize('NFKC').replace(/\s+/g, ' ').trim();
}
