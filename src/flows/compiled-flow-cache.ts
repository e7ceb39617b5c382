/**
 * Versions never change, so what was read once stays true. Holds the most recently used ones; a version that does not
 * exist is not remembered, since it may be published any moment.
 */
export class CompiledFlowCache<Flow> {
  private readonly flows = new Map<string, Promise<Flow | null>>();

  constructor(
    private readonly load: (versionId: string) => Promise<Flow | null>,
    private readonly capacity: number,
  ) {}

  /** Callers that ask at the same time share one read. A failed read is forgotten. */
  get(versionId: string): Promise<Flow | null> {
    const flow = this.flows.get(versionId) ?? this.read(versionId);
    this.flows.delete(versionId);
    this.flows.set(versionId, flow);
    this.dropOldest();
    return flow;
  }

  private read(versionId: string): Promise<Flow | null> {
    const forget = () => this.flows.delete(versionId);
    return this.load(versionId).then(
      (flow) => {
        if (flow === null) forget();
        return flow;
      },
      (error: unknown) => {
        forget();
        throw error;
      },
    );
  }

  private dropOldest(): void {
    const [oldest] = this.flows.keys();
    if (this.flows.size > this.capacity && oldest !== undefined) this.flows.delete(oldest);
  }
}
