import { createRequire } from 'node:module';
import type * as commonLanguage from '@zxcvbn-ts/language-common';

/** What attackers try first and the list of the library, which is made from leaks, leaves out. */
const ALSO_COMMON = [
  '0123456789',
  'abcdefghij',
  'abcdefghijk',
  'asdfghjkl;',
  'changeme123',
  'dragon12345',
  'instagram1',
  'instagram123',
  'letmein1234',
  'michelle123',
  'p@ssw0rd123',
  'p@ssword123',
  'pa55word123',
  'password123!',
  'password12345',
  'passw0rd123',
  'princess123',
  'qwer123456',
  'qwertyuiop[]',
  'secret1234',
  'sunshine123',
  'test123456',
  'trustno1trustno1',
  'welcome1234',
];

let known: ReadonlySet<string> | undefined;

/** Whether a password, in lower case, stands in every attacker's first list. */
export function isCommonPassword(password: string): boolean {
  return (known ??= new Set([...leakedPasswords(), ...ALSO_COMMON])).has(password);
}

/** 49,000 of them, unpacked when the first password is judged: a start must not wait for that. */
function leakedPasswords(): readonly string[] {
  const { dictionary } = createRequire(__filename)('@zxcvbn-ts/language-common') as typeof commonLanguage;
  return dictionary['passwords-common'].map(String);
}
