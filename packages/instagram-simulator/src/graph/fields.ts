import { GraphError } from './graph-error';

/** One item of `fields=a,b.limit(5){c}`. */
export interface Field {
  readonly name: string;
  readonly limit: number | null;
  readonly fields: readonly Field[] | null;
}

const NAME = /[\w-]+/y;
const LIMIT = /\.limit\((\d+)\)/y;

/** Parses Graph's field expansion; a malformed one is (#2500), as Graph answers. */
export function parseFields(source: string): Field[] {
  const parser = new FieldParser(source.replaceAll(/\s/g, ''));
  return parser.all();
}

class FieldParser {
  private position = 0;

  constructor(private readonly source: string) {}

  all(): Field[] {
    const fields = this.list();
    if (this.position < this.source.length) throw this.malformed();
    return fields;
  }

  private list(): Field[] {
    const fields = [this.field()];
    while (this.eat(',')) fields.push(this.field());
    return fields;
  }

  private field(): Field {
    const name = this.match(NAME)?.[0];
    if (name === undefined) throw this.malformed();
    const limit = this.match(LIMIT)?.[1];
    let fields: Field[] | null = null;
    if (this.eat('{')) {
      fields = this.list();
      if (!this.eat('}')) throw this.malformed();
    }
    return { name, limit: limit === undefined ? null : Number(limit), fields };
  }

  private match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.position;
    const found = pattern.exec(this.source);
    if (found) this.position += found[0].length;
    return found;
  }

  private eat(character: string): boolean {
    if (this.source[this.position] !== character) return false;
    this.position += 1;
    return true;
  }

  private malformed(): GraphError {
    return new GraphError({
      status: 400,
      code: 2500,
      message: `Syntax error in the fields parameter at character ${this.position}`,
    });
  }
}

/** How each field of a node type is read; a reader sees the field's own expansion. */
export type Readers = Readonly<Record<string, (field: Field) => unknown>>;

/** Reads the asked fields; `id` always comes along, undefined values are left out, one unknown name fails all. */
export function readFields(type: string, readers: Readers, asked: readonly Field[]): Record<string, unknown> {
  const answer: Record<string, unknown> = {};
  for (const field of asked) {
    const read = readers[field.name];
    if (!read) {
      throw GraphError.parameter(`Tried accessing nonexisting field (${field.name}) on node type (${type})`);
    }
    const value = read(field);
    if (value !== undefined) answer[field.name] = value;
  }
  if (readers['id']) answer['id'] ??= readers['id']({ name: 'id', limit: null, fields: null });
  return answer;
}
