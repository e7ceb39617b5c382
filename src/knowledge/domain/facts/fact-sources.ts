import type { Fact } from './fact';
import { factsOf } from './facts-of';

export interface FactTexts {
  /** What the business itself has said: knowledge, catalogue, profile, its own messages. */
  trusted: readonly string[];
  /** Prices of the catalogue: amounts also where no currency stands beside them. */
  prices: readonly string[];
  /** What the customer has written. */
  customer: readonly string[];
}

/** `trusted`: the business says so; `customer`: only the customer does; `none`: nobody. */
export type Support = 'trusted' | 'customer' | 'none';

/** What is known to be so, and from whom. */
export class FactSources {
  private readonly trusted: ReadonlySet<string>;
  private readonly customer: ReadonlySet<string>;

  constructor({ trusted, prices, customer }: FactTexts) {
    this.trusted = new Set([...trusted, ...prices].flatMap(saidIn).concat(prices.flatMap(amountsOfAnyCurrency)));
    this.customer = new Set(customer.flatMap(saidIn));
  }

  supportOf({ readings }: Fact): Support {
    if (readings.some((reading) => this.trusted.has(reading))) return 'trusted';
    return readings.some((reading) => this.customer.has(reading)) ? 'customer' : 'none';
  }
}

/** Knowledge and catalogue come again with each message; reading them costs milliseconds. */
const KEPT_TEXTS = 2_000;
const kept = new Map<string, readonly string[]>();

function saidIn(text: string): readonly string[] {
  const known = kept.get(text);
  if (known !== undefined) return known;
  const said = factsOf(text).flatMap(({ readings, implied }) => [
    ...readings.filter((one) => !one.startsWith('amount:*')),
    ...implied,
  ]);
  if (kept.size >= KEPT_TEXTS) kept.clear();
  kept.set(text, said);
  return said;
}

function amountsOfAnyCurrency(price: string): string[] {
  return factsOf(price)
    .filter(({ kind }) => kind === 'number')
    .flatMap(({ readings }) => readings.map((reading) => reading.replace('number:', 'amount:*:')));
}
