/** Two spellings of one mailbox for our purposes: case and surrounding space do not tell people apart. */
export function normaliseEmail(email: string): string {
  return email.normalize('NFKC').trim().toLowerCase();
}
