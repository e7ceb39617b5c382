import { seeded } from './seeded.mjs';

const KEYWORDS = 10_000;
const A_TRIGGER = 20;
const MESSAGES = 500;
const MESSAGE_LENGTH = 100;
const LETTERS = 'etaoinshrdlucmfwypvbgkjqxz';

/** Ten thousand keywords of 500 automations, and messages of 100 characters in which a word in ten is a keyword. */
export function keywordLoad() {
  const random = seeded(7);
  const wordOf = () =>
    Array.from(
      { length: 4 + Math.floor(random() * 7) },
      () => LETTERS[Math.floor(random() ** 2 * LETTERS.length)],
    ).join('');
  const keywords = new Set();
  while (keywords.size < KEYWORDS) keywords.add(random() < 0.1 ? `${wordOf()} ${wordOf()}` : wordOf());
  const all = [...keywords];
  const triggers = Array.from({ length: KEYWORDS / A_TRIGGER }, (_, index) =>
    all.slice(index * A_TRIGGER, (index + 1) * A_TRIGGER),
  );
  const messages = Array.from({ length: MESSAGES }, () => {
    let text = '';
    while (text.length < MESSAGE_LENGTH)
      text += `${random() < 0.1 ? all[Math.floor(random() * all.length)] : wordOf()} `;
    return text.slice(0, MESSAGE_LENGTH);
  });
  return { keywords: all, triggers, messages };
}
