/** What customers are told in one language; a text that is absent is one of Parley's own. */
export interface HoldingTexts {
  /** BCP 47. */
  language: string;
  /** When a person is called. */
  waiting?: string | undefined;
  /** When one has been called already. */
  again?: string | undefined;
  /** In place of `waiting`, while the business is closed. */
  closed?: string | undefined;
}

export interface HoldingOccasion {
  /** BCP 47, of the customer. */
  language: string;
  /** Somebody was called already. */
  again: boolean;
  /** The business is closed. */
  closed: boolean;
}

/** In the customer's language, else in a region's or the root of it; null: the workspace has none for it. */
export function holdingTextOf(texts: readonly HoldingTexts[], occasion: HoldingOccasion): string | null {
  const found = textsIn(texts, occasion.language);
  if (found === undefined) return null;
  if (occasion.again) return found.again ?? null;
  return (occasion.closed ? found.closed : undefined) ?? found.waiting ?? null;
}

function textsIn(texts: readonly HoldingTexts[], wanted: string): HoldingTexts | undefined {
  const tag = wanted.toLowerCase();
  const root = rootOf(tag);
  return (
    texts.find(({ language }) => language.toLowerCase() === tag) ??
    texts.find(({ language }) => language.toLowerCase() === root) ??
    texts.find(({ language }) => rootOf(language.toLowerCase()) === root)
  );
}

const rootOf = (tag: string): string => tag.split('-')[0] ?? tag;
