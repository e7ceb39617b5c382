import { randomInt } from 'node:crypto';

/**
 * Makes Meta-like ids. `epoch` differs between simulators, so that a backend which kept its database
 * never meets an id of an earlier run again; `count` is saved with the state.
 */
export class IdSource {
  constructor(
    private readonly epoch: number = randomInt(10_000, 99_999),
    private count = 0,
  ) {}

  snapshot(): { epoch: number; count: number } {
    return { epoch: this.epoch, count: this.count };
  }

  account(): string {
    return `17841${this.digits(7)}`;
  }

  appScoped(): string {
    return `25${this.digits(9)}`;
  }

  customer(): string {
    return `9${this.digits(9)}`;
  }

  comment(): string {
    return `178${this.digits(9)}`;
  }

  media(): string {
    return `179${this.digits(9)}`;
  }

  attachment(): string {
    return `12${this.digits(9)}`;
  }

  mid(): string {
    return `aWdfZAG1faXRlbToxOk${this.opaque('m')}`;
  }

  token(): string {
    return `IGAA${this.opaque('access')}`;
  }

  code(): string {
    return `AQ${this.opaque('code')}`;
  }

  private digits(width: number): string {
    this.count += 1;
    return `${this.epoch}${String(this.count).padStart(width, '0')}`;
  }

  private opaque(kind: string): string {
    this.count += 1;
    return Buffer.from(`${kind}:${this.epoch}:${String(this.count).padStart(8, '0')}`).toString('base64url');
  }
}

const CONVERSATION_PREFIX = 'aWdfZAG06MTpJR';

/** A conversation's id follows from its customer, so that neither needs an index. */
export const conversationIdOf = (customerId: string): string =>
  `${CONVERSATION_PREFIX}${Buffer.from(customerId).toString('base64url')}`;

export const customerIdOf = (conversationId: string): string | undefined =>
  conversationId.startsWith(CONVERSATION_PREFIX)
    ? Buffer.from(conversationId.slice(CONVERSATION_PREFIX.length), 'base64url').toString()
    : undefined;
