import { Global, Injectable, Module, type OnApplicationBootstrap } from '@nestjs/common';

export type ContributionToken<T> = abstract new (...args: never[]) => T;
type Arity = 'one' | 'many';

/**
 * Where a lower domain gets what only a higher one can give. Declared below, provided above, checked at boot:
 * a missing or double contribution stops the process with its name.
 */
@Injectable()
export class Contributions implements OnApplicationBootstrap {
  private readonly arities = new Map<ContributionToken<unknown>, Arity>();
  private readonly provided = new Map<ContributionToken<unknown>, unknown[]>();

  declare(token: ContributionToken<unknown>, arity: Arity): void {
    this.arities.set(token, arity);
  }

  provide<T>(token: ContributionToken<T>, contribution: T): void {
    this.provided.set(token, [...(this.provided.get(token) ?? []), contribution]);
  }

  one<T>(token: ContributionToken<T>): T {
    const [first] = this.all(token);
    if (first === undefined) throw new Error(`No domain contributes ${token.name}.`);
    return first;
  }

  all<T>(token: ContributionToken<T>): readonly T[] {
    return (this.provided.get(token) ?? []) as T[];
  }

  onApplicationBootstrap(): void {
    const problems = [...this.arities].flatMap(([token, arity]) => this.problemOf(token, arity));
    for (const token of this.provided.keys()) {
      if (!this.arities.has(token)) problems.push(`${token.name} is contributed, but no domain declares it`);
    }
    if (problems.length > 0) throw new Error(`Contributions do not fit: ${problems.join('; ')}.`);
  }

  private problemOf(token: ContributionToken<unknown>, arity: Arity): string[] {
    const count = this.all(token).length;
    if (count === 0 && arity === 'one') return [`${token.name} is missing`];
    if (count > 1 && arity === 'one') return [`${token.name} is contributed ${count} times`];
    return [];
  }
}

@Global()
@Module({ providers: [Contributions], exports: [Contributions] })
export class ContributionsModule {}
