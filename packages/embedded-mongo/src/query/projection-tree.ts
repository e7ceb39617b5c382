import { isPlainObject } from '../bson';
import type { Document } from '../types';

/** What happens to the fields that a node does not name: dropped (include) or kept (exclude, add). */
export type ProjectionMode = 'include' | 'exclude' | 'add';

/**
 * One level of a projection. `leaves` are fields taken (include) or dropped (exclude) whole; `computed` get new values;
 * `children` are projections of embedded documents.
 */
export class ProjectionNode {
  readonly leaves = new Set<string>();
  readonly computed = new Map<string, (root: Document) => unknown>();
  readonly children = new Map<string, ProjectionNode>();
  /** Computed fields and children that hold some, in the order they were named. */
  private readonly writers: string[] = [];

  constructor(private readonly mode: ProjectionMode) {}

  /** The node of an embedded document, made when it is not there yet. */
  child(name: string, willCompute: boolean): ProjectionNode {
    let child = this.children.get(name);
    if (!child) this.children.set(name, (child = new ProjectionNode(this.mode)));
    if (willCompute) this.writes(name);
    return child;
  }

  compute(name: string, evaluate: (root: Document) => unknown): void {
    this.computed.set(name, evaluate);
    this.writes(name);
  }

  private writes(name: string): void {
    if (!this.writers.includes(name)) this.writers.push(name);
  }

  /** Applies the projection; the input stays untouched. */
  apply(doc: Document, root: Document): Document {
    const result: Document = {};
    for (const name of Object.keys(doc)) {
      const value = this.existing(name, doc[name], root);
      if (value !== undefined) result[name] = value;
    }
    for (const name of this.writers) {
      const value = this.written(name, doc, root);
      if (value === undefined) delete result[name];
      else result[name] = value;
    }
    return result;
  }

  private existing(name: string, value: unknown, root: Document): unknown {
    if (this.leaves.has(name)) return this.mode === 'include' ? value : undefined;
    const child = this.children.get(name);
    if (child) return child.writers.length > 0 ? null : child.applyToValue(value, root); // written below, in this place
    if (this.computed.has(name)) return this.mode === 'include' ? undefined : null;
    return this.mode === 'include' ? undefined : value;
  }

  private written(name: string, doc: Document, root: Document): unknown {
    const evaluate = this.computed.get(name);
    if (evaluate) return evaluate(root);
    const current = Object.hasOwn(doc, name) ? doc[name] : undefined;
    return this.children.get(name)?.applyToValue(current, root);
  }

  private applyToValue(value: unknown, root: Document): unknown {
    if (isPlainObject(value)) return this.apply(value, root);
    if (Array.isArray(value)) {
      return (value as unknown[])
        .map((element) => this.applyToValue(element, root))
        .filter((element) => element !== undefined);
    }
    if (this.writers.length > 0) return this.apply({}, root);
    return this.mode === 'include' ? undefined : value;
  }
}
