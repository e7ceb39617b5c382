import { detectAll } from 'tinyld';

const SAMPLE = 2_000;
/** Of shorter texts it is rather guessed. */
const TELLING = 60;
const SURE = 0.5;

/** ISO 639-1 code; `otherwise` where the text does not tell. */
export function languageOf(text: string, otherwise?: string): string | undefined {
  if (text.length < TELLING) return otherwise;
  const [best] = detectAll(text.slice(0, SAMPLE));
  return best !== undefined && best.accuracy >= SURE ? best.lang : otherwise;
}
