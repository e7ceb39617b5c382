import type { FastifyRequest } from 'fastify';
import { GraphError } from './graph-error';

/** Query and body as one: Graph takes any parameter in either, and objects also as JSON text. */
export class Params {
  private constructor(private readonly values: ReadonlyMap<string, unknown>) {}

  static of(request: FastifyRequest): Params {
    return new Params(new Map([...entriesOf(request.query), ...entriesOf(request.body)]));
  }

  has(name: string): boolean {
    return this.values.get(name) !== undefined;
  }

  text(name: string): string | undefined {
    const value = this.values.get(name);
    if (typeof value === 'number' || typeof value === 'boolean') return String(value);
    return typeof value === 'string' ? value : undefined;
  }

  requiredText(name: string): string {
    const value = this.text(name);
    if (value === undefined || value === '') throw GraphError.parameter(`The parameter ${name} is required`);
    return value;
  }

  number(name: string, fallback: number): number {
    const value = Number(this.text(name) ?? fallback);
    if (!Number.isInteger(value) || value < 0) throw GraphError.parameter(`Param ${name} must be an integer`);
    return value;
  }

  /** A nested value; text that holds JSON is parsed. */
  json(name: string): unknown {
    const value = this.values.get(name);
    if (typeof value !== 'string') return value;
    try {
      return JSON.parse(value);
    } catch {
      throw GraphError.parameter(`Param ${name} must be valid JSON`);
    }
  }

  object(name: string): Readonly<Record<string, unknown>> | undefined {
    const value = this.json(name);
    if (value === undefined) return undefined;
    if (!isRecord(value)) throw GraphError.parameter(`Param ${name} must be an object`);
    return value;
  }

  /** `a,b` or a JSON array. */
  list(name: string): string[] {
    const value = this.values.get(name);
    if (Array.isArray(value)) return value.map(String);
    if (typeof value !== 'string') return [];
    if (value.startsWith('[')) {
      const parsed = this.json(name);
      if (Array.isArray(parsed)) return parsed.map(String);
    }
    return value.split(',').filter((item) => item !== '');
  }
}

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const entriesOf = (value: unknown): [string, unknown][] => (isRecord(value) ? Object.entries(value) : []);
