import type { JsonObject } from './domain/turn';

/** What a text may show: `contact.…` and `vars.…`. */
export interface TextValues {
  contact: JsonObject;
  vars: JsonObject;
}

/** The language of texts that show values. Declared here, contributed by flows, so that members write it as authors do. */
export abstract class TextLanguage {
  /** What is wrong with the text, in words; null when nothing is. */
  abstract problemOf(source: string, known: { vars: readonly string[] }): string | null;

  /** `missing`: paths of values that are not there, and show nothing but their default. */
  abstract render(source: string, values: TextValues): { text: string; missing: string[] };
}
