export const RECOVERY_CODES = 10;
/** 80 bits each. */
export const RECOVERY_CODE_BYTES = 10;

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';
const BITS = 5;

/** `random`: 10 bytes; as people copy it: `xxxx-xxxx-xxxx-xxxx`. */
export function recoveryCodeOf(random: Uint8Array): string {
  const bits = [...random].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const letters = (bits.match(new RegExp(`.{${BITS}}`, 'g')) ?? []).map(
    (five) => ALPHABET[Number.parseInt(five, 2)] ?? '',
  );
  return (letters.join('').match(/.{4}/g) ?? []).join('-');
}

/** However it was typed. */
export function normaliseCode(code: string): string {
  return code.replace(/[\s-]/g, '').toLowerCase();
}

export const isRecoveryCode = (normalised: string): boolean => /^[a-z2-7]{16}$/.test(normalised);
export const isAppCode = (normalised: string): boolean => /^\d{6}$/.test(normalised);
